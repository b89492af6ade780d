using System.Diagnostics;
using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Diagnostics;

/// <summary>
/// Counts, times and traces sends and messages handed out. Any thread; while nobody listens it allocates nothing and costs a few
/// looks.
/// </summary>
/// <param name="withTopic">Whether metrics carry the topic.</param>
internal sealed class MessageTelemetry(SessionClock clock, bool withTopic)
{
    private static readonly KeyValuePair<string, object?> System = new(TelemetryNames.System, TelemetryNames.SystemName);
    private static readonly KeyValuePair<string, object?> Sending = new(TelemetryNames.OperationName, TelemetryNames.Send);
    private static readonly KeyValuePair<string, object?> SendType = new(TelemetryNames.OperationType, TelemetryNames.Send);
    private static readonly KeyValuePair<string, object?> Receiving = new(TelemetryNames.OperationName, TelemetryNames.Receive);

    /// <summary>A send has its receipt, or an error instead. To be called before its caller goes on.</summary>
    public void Ended(PendingSend send, Exception? error)
    {
        if (send.Activity is null && !RelayInstruments.Sent.Enabled && !RelayInstruments.OperationDuration.Enabled)
        {
            return;
        }

        Listeners.Tell((Telemetry: this, send, error), static ended => ended.Telemetry.Tell(ended.send, ended.error));
    }

    /// <summary>A message is handed to the application, in its flow of control.</summary>
    public void Taken(in RelayMessage message)
    {
        if (RelayInstruments.Consumed.Enabled || RelayActivities.Source.HasListeners())
        {
            Listeners.Tell((Telemetry: this, message), static taken => taken.Telemetry.Tell(taken.message));
        }
    }

    private void Tell(PendingSend send, Exception? error)
    {
        var errorType = error is null ? null : ErrorType(error);
        var tags = new TagList { System, Sending };
        AddTopic(ref tags, send.Topic);
        if (errorType is not null)
        {
            tags.Add(TelemetryNames.ErrorType, errorType);
        }

        RelayInstruments.Sent.Add(1, tags);
        tags.Add(SendType);
        RelayInstruments.OperationDuration.Record((clock.Now - send.AcceptedAt).TotalSeconds, tags);
        if (send.Activity is { } activity)
        {
            Describe(activity, send, error);
            RelayActivities.EndSend(activity, errorType);
        }
    }

    private void Tell(in RelayMessage message)
    {
        RelayActivities.Received(message);
        var tags = new TagList { System, Receiving };
        AddTopic(ref tags, message.Topic);
        RelayInstruments.Consumed.Add(1, tags);
    }

    private void AddTopic(ref TagList tags, string topic)
    {
        if (withTopic)
        {
            tags.Add(TelemetryNames.Destination, topic);
        }
    }

    private static void Describe(Activity activity, PendingSend send, Exception? error)
    {
        if (error is null && activity.IsAllDataRequested && send.FinalResult is { Outcome: SendOutcome.Receipted } result)
        {
            activity.SetTag(TelemetryNames.MessageId, result.Id.ToString());
            activity.SetTag(TelemetryNames.Acks, result.Acks);
            activity.SetTag(TelemetryNames.WasResent, result.WasResent);
        }
    }

    private static string ErrorType(Exception error) => error switch
    {
        RelayException known => RelayInstruments.Word(known.Code),
        OperationCanceledException => "cancelled",
        ObjectDisposedException => "disposed",
        _ => "not_connected",
    };
}
