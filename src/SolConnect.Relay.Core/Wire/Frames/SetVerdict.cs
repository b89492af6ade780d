namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// What a relay says about the set hash in Hello, compared with its other clients of the last minutes.
/// </summary>
internal enum SetVerdict
{
    Same = 0,
    Differs = 1,
}
