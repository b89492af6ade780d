using SolConnect.Relay.Authentication;
using SolConnect.Relay.Connections;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Subscriptions;

namespace SolConnect.Relay.Failover;

/// <summary>
/// The only code that touches the machine. It awaits its inbox and nothing else: all waiting inputs go into the
/// machine, then the effects that came of them are started, then one timer is set to the next deadline.
/// </summary>
internal sealed class SessionLoop(
    RelaySession session, SessionInbox inbox, OutboxGate gate, ConnectionPool connections, SessionEffects effects,
    SessionViews views, SessionClock clock)
{
    // Many inputs share the frames that follow, but effects must not wait for an inbox that never runs dry.
    private const int MaxBatch = 512;

    private readonly List<ReturnedCredit> _credits = [];

    /// <summary>Ends after the machine has stopped; throws what broke it.</summary>
    /// <param name="ranking">
    /// The relays, best first, as they are before the start; <c>null</c> for the order of the list.
    /// </param>
    public async Task RunAsync(IReadOnlyList<string>? ranking)
    {
        try
        {
            await using var timer = new DeadlineTimer(clock.Time, inbox);
            if (ranking is not null)
            {
                session.Step(SessionInput.Ranked(ranking), clock.Now);
            }

            while (!effects.IsStopped && await inbox.WaitAsync().ConfigureAwait(false))
            {
                StepAll();

                // Before the effects: whoever is told of a change and looks must not see what was before it.
                views.Refresh(clock.Now);
                while (session.TryTakeEffect(out var effect))
                {
                    effects.Execute(effect);
                }

                gate.LetThemGather(session.IsBusyWriting, clock.Now);
                CheckIntact();
                clock.NoteAwake();
                timer.Arm(Instant.Earlier(session.NextDeadline, gate.NextDeadline), clock.Now);
            }
        }
        finally
        {
            inbox.Close();
            while (inbox.TryTake(out var unused))
            {
                connections.Done(unused);
            }
        }
    }

    private void StepAll()
    {
        for (var i = 0; i < MaxBatch && inbox.TryTake(out var input); i++)
        {
            switch (input.Kind)
            {
                case SessionInputKind.Tick:
                    break; // Below, once the inputs that came before it have been heard.
                case SessionInputKind.Consumed:
                    ReturnCredit((MessageSubscription)input.Subscription);
                    break;
                case SessionInputKind.CancelSend or SessionInputKind.Drain or SessionInputKind.Stop:
                    // They are about sends that were let in before, and those do not come through the inbox.
                    while (!TakeSends())
                    {
                    }

                    session.Step(input, clock.Now);
                    break;
                default:
                    session.Step(input, clock.Now);
                    break;
            }

            Finish(input);
        }

        // After the inbox: a send that comes in from here on finds no wake under way, and gives one of its own.
        if (!TakeSends())
        {
            inbox.Wake(); // There are more, and they wake nobody.
        }

        if (clock.HasSlept())
        {
            session.Step(SessionInput.Resumed(), clock.Now);
        }

        var now = clock.Now;
        gate.ExpireWaiters(now);
        if (session.NextDeadline <= now)
        {
            session.Step(SessionInput.Tick(), now);
        }
    }

    /// <summary>Takes a batch of sends that were let in. Returns whether those were all.</summary>
    private bool TakeSends()
    {
        var sends = gate.TakeEntered(MaxBatch, out var areAll);
        if (sends.Count > 0)
        {
            session.Step(SessionInput.Publish(sends), clock.Now);
            sends.AsSpan().Clear();
        }

        return areAll;
    }

    private void ReturnCredit(MessageSubscription subscription)
    {
        subscription.TakeCredit(_credits);
        foreach (var (origin, bytes) in _credits)
        {
            session.Step(SessionInput.Consumed(subscription, origin, bytes), clock.Now);
        }

        _credits.Clear();
    }

    private void Finish(in SessionInput input)
    {
        if (input.Kind == SessionInputKind.CancelSend)
        {
            ((PendingSend)input.Message).ReleaseCancellation();
        }
        else
        {
            connections.Done(input);
        }
    }

    private void CheckIntact()
    {
        Invariant.Holds(!inbox.HasOverflowed, "no source of inputs exceeds its share of the inbox");
        if (session.State == TransportState.Faulted)
        {
            throw session.Refusal is { } refusal
                ? AuthenticationErrors.From(refusal)
                : new InvalidOperationException($"The session cannot go on: {effects.LastReason}.");
        }
    }
}
