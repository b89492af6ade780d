namespace SolConnect.Relay.Simulation.Engine;

/// <summary>
/// A machine and the loop that drives it: inputs wait in line, the loop wakes some time after the first one, steps
/// through what is waiting, carries out the effects and arms one timer. How much has gathered differs from wake to wake.
/// </summary>
internal abstract class LoopNode<TInput>(VirtualTime time, SimRandom random, TimeSpan loopDelay, TimeSpan timerLateness)
    : IActor
    where TInput : struct
{
    private const int Wake = 1;
    private const int Timer = 2;
    private const int MaxBatch = 64;

    // Once or twice a machine may want to look again at the same moment; more often, a real loop would burn a core.
    private const int MaxIdleTicks = 5;

    private readonly Queue<(TInput Input, Chunk? Chunk)> _inbox = new();
    private bool _isAwake;
    private Instant _timerAt = Instant.Never;
    private long _timer;
    private Instant _pausedUntil;
    private Instant _slowUntil;
    private TimeSpan _slowBy;
    private int _idleTicks;

    /// <summary>When the machine wants its tick, on the world's clock.</summary>
    protected abstract Instant NextDeadline { get; }

    protected abstract TInput Tick { get; }

    protected abstract ChunkPool Chunks { get; }

    protected VirtualTime Time => time;

    protected SimRandom Random => random;

    public bool IsPaused => time.Now < _pausedUntil;

    /// <summary>Until then each turn of the loop takes longer.</summary>
    public void SlowDown(Instant until, TimeSpan by) => (_slowUntil, _slowBy) = (until, by);

    public void Pause(TimeSpan duration) => _pausedUntil = Instant.Later(_pausedUntil, time.Now + duration);

    public void On(in SimEvent happening)
    {
        switch (happening.Code)
        {
            case Wake:
                Run();
                break;
            case Timer when happening.Number == _timer:
                _timerAt = Instant.Never;
                Post(Tick);
                break;
            case Timer:
                // It was set anew since.
                break;
            default:
                OnOther(happening);
                break;
        }
    }

    public void Post(in TInput input, Chunk? chunk = null)
    {
        _inbox.Enqueue((input, chunk));
        if (!_isAwake)
        {
            _isAwake = true;
            var delay = random.Between(TimeSpan.Zero, loopDelay) + (time.Now < _slowUntil ? _slowBy : TimeSpan.Zero);
            time.At(Instant.Later(time.Now + delay, _pausedUntil), this, Wake);
        }
    }

    protected abstract bool IsTick(in TInput input);

    protected abstract void Step(in TInput input);

    protected abstract void CarryOutEffects();

    protected virtual void OnOther(in SimEvent happening)
    {
    }

    /// <summary>What was waiting is gone with the process.</summary>
    protected void ForgetInbox()
    {
        while (_inbox.TryDequeue(out var waiting))
        {
            Return(waiting.Chunk);
        }

        _timer++;
        _timerAt = Instant.Never;
        _pausedUntil = default;
    }

    private void Run()
    {
        if (time.Now < _pausedUntil)
        {
            time.At(_pausedUntil, this, Wake);
            return;
        }

        var most = random.Chance(0.8) ? MaxBatch : random.Between(1, MaxBatch);
        var onlyTicks = true;
        for (var taken = 0; taken < most && _inbox.TryDequeue(out var waiting); taken++)
        {
            onlyTicks &= IsTick(waiting.Input);
            Step(waiting.Input);
            Return(waiting.Chunk);
        }

        CarryOutEffects();
        _isAwake = _inbox.Count > 0;
        if (_isAwake)
        {
            time.At(time.Now, this, Wake);
        }

        ArmTimer(onlyTicks);
    }

    private void ArmTimer(bool onlyTicks)
    {
        var due = NextDeadline;
        _idleTicks = onlyTicks && due <= time.Now ? _idleTicks + 1 : 0;
        if (_idleTicks > MaxIdleTicks)
        {
            throw new LivelockException($"{GetType().Name}: A tick was asked for at {due}, and it is {time.Now} and the tick was given.");
        }

        if (due != _timerAt)
        {
            _timerAt = due;
            _timer++;
            if (due != Instant.Never)
            {
                time.At(due + random.Between(TimeSpan.Zero, timerLateness), this, Timer, _timer);
            }
        }
    }

    private void Return(Chunk? chunk)
    {
        if (chunk is not null)
        {
            Chunks.Return(chunk);
        }
    }
}
