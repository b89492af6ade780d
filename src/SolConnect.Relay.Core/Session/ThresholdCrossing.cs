namespace SolConnect.Relay.Core.Session;

/// <summary>A measured value went over its limit, or is back within it, in the unit of the alert's kind.</summary>
internal readonly record struct ThresholdCrossing(bool IsCleared, double Before, double After, double Threshold);
