namespace SolConnect.Relay.Core.Health;

/// <summary>
/// Whether a relay lets this client in. A refused token is replaced once and tried at once; when the fresh one is refused
/// as well, or the relay forbids the client, the relay is out until the next connect.
/// </summary>
internal sealed class Admission
{
    private State _state;
    private int _refreshes;

    private enum State
    {
        Usual,

        /// <summary>A token was refused: dials ask for a fresh one.</summary>
        WantsFreshToken,

        /// <summary>A fresh one was had, and no relay has judged it yet: another refusal is the last.</summary>
        HasFreshToken,

        Barred,
    }

    public bool IsBarred => _state == State.Barred;

    /// <summary>The next dial asks for a token other than the refused one.</summary>
    public bool WantsFreshToken => _state == State.WantsFreshToken;

    /// <summary>The relay said Welcome: whatever token it was, it is good.</summary>
    public void Succeeded() => _state = IsBarred ? State.Barred : State.Usual;

    /// <summary>The relay has kept the client for long enough that another refusal is a new story.</summary>
    public void Forgive() => _refreshes = 0;

    /// <summary>What the end of a dial or of a connection means for the next one.</summary>
    /// <param name="wasOpen">After Welcome: then its token was good, and has expired.</param>
    /// <param name="canRefresh">There is a provider to ask.</param>
    public AdmissionVerdict Ended(CloseReason reason, bool wasOpen, bool hadToken, bool canRefresh)
    {
        switch (reason)
        {
            case CloseReason.Forbidden:
            case CloseReason.Unauthorized when !canRefresh || (!wasOpen && _state != State.Usual):
                _state = State.Barred;
                return AdmissionVerdict.Barred;
            case CloseReason.Unauthorized:
                // At once, but not in a circle with a relay that welcomes a token and refuses it a moment later.
                _state = State.WantsFreshToken;
                return _refreshes++ == 0 ? AdmissionVerdict.RedialNow : AdmissionVerdict.Usual;
            default:
                _state = _state == State.WantsFreshToken && hadToken ? State.HasFreshToken : _state;
                return AdmissionVerdict.Usual;
        }
    }
}
