using System.Diagnostics;
using SolConnect.Relay.Core;

namespace SolConnect.Relay.Diagnostics;

/// <summary>Activities of messages, and the trace context that travels with them.</summary>
internal static class RelayActivities
{
    public static readonly ActivitySource Source = new(RelayTelemetry.ActivitySourceName, LibraryVersion.Text);

    /// <summary>
    /// Starts the activity of a send where somebody listens and samples it. It does not stay the current one: the send goes on
    /// after the call that began it.
    /// </summary>
    public static Activity? StartSend(string topic, int payloadBytes)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var current = Activity.Current;
        try
        {
            var activity = Source.StartActivity($"send {topic}", ActivityKind.Producer);
            if (activity is { IsAllDataRequested: true })
            {
                activity.SetTag(TelemetryNames.System, TelemetryNames.SystemName);
                activity.SetTag(TelemetryNames.OperationName, TelemetryNames.Send);
                activity.SetTag(TelemetryNames.OperationType, TelemetryNames.Send);
                activity.SetTag(TelemetryNames.Destination, topic);
                activity.SetTag(TelemetryNames.BodySize, payloadBytes);
            }

            return activity;
        }
        catch (Exception)
        {
            return null; // A listener threw; the message is sent without a trace.
        }
        finally
        {
            Activity.Current = current;
        }
    }

    /// <summary>
    /// The headers that carry the trace of a send: of its own activity, or else of the caller's, if that is recorded.
    /// </summary>
    public static byte[] HeadersFor(Activity? send) =>
        (send ?? Activity.Current) is { Recorded: true, IdFormat: ActivityIdFormat.W3C } traced
            ? TraceContextHeader.Format(traced.Context)
            : [];

    /// <summary>Ends the activity of a send, on whatever thread that is.</summary>
    public static void EndSend(Activity activity, string? error)
    {
        if (error is not null)
        {
            activity.SetTag(TelemetryNames.ErrorType, error);
            activity.SetStatus(ActivityStatusCode.Error);
        }

        // Stopping would make the caller's activity the current one here, and here is the session loop.
        var current = Activity.Current;
        try
        {
            activity.Stop();
        }
        finally
        {
            Activity.Current = current;
        }
    }

    /// <summary>A message is handed out: an activity of no length that links it to the trace it was sent in.</summary>
    public static void Received(in RelayMessage message)
    {
        if (!Source.HasListeners())
        {
            return;
        }

        ActivityLink[] links = message.TryGetTraceContext(out var sent) ? [new(sent)] : [];
        using var activity = Source.StartActivity(
            ActivityKind.Consumer, parentContext: default, tags: null, links,
            name: $"receive {message.Topic}");
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(TelemetryNames.System, TelemetryNames.SystemName);
            activity.SetTag(TelemetryNames.OperationName, TelemetryNames.Receive);
            activity.SetTag(TelemetryNames.OperationType, TelemetryNames.Receive);
            activity.SetTag(TelemetryNames.Destination, message.Topic);
            activity.SetTag(TelemetryNames.MessageId, message.Id.ToString());
            activity.SetTag(TelemetryNames.BodySize, message.Payload.Length);
        }
    }
}
