namespace SolConnect.Relay.Simulation.Engine;

/// <summary>Something in the world that schedules events for itself.</summary>
internal interface IActor
{
    void On(in SimEvent happening);
}
