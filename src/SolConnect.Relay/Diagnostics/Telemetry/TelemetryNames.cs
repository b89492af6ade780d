namespace SolConnect.Relay.Diagnostics;

/// <summary>
/// Names of attributes and their values: of the OpenTelemetry semantic conventions for messaging where they have one.
/// </summary>
internal static class TelemetryNames
{
    public const string System = "messaging.system";
    public const string SystemName = "solconnect_relay";
    public const string OperationName = "messaging.operation.name";
    public const string OperationType = "messaging.operation.type";
    public const string Destination = "messaging.destination.name";
    public const string MessageId = "messaging.message.id";
    public const string BodySize = "messaging.message.body.size";
    public const string ErrorType = "error.type";
    public const string Send = "send";
    public const string Receive = "receive";

    public const string RelayId = "solconnect.relay.id";
    public const string Client = "solconnect.relay.client.name";
    public const string State = "solconnect.relay.connection.state";
    public const string Reason = "solconnect.relay.failover.reason";
    public const string Phase = "solconnect.relay.failover.phase";
    public const string OldRelay = "solconnect.relay.failover.old_relay";
    public const string NewRelay = "solconnect.relay.failover.new_relay";
    public const string Resent = "solconnect.relay.failover.resent";
    public const string GapReason = "solconnect.relay.gap.reason";
    public const string Alert = "solconnect.relay.alert.kind";
    public const string Direction = "network.io.direction";
    public const string Acks = "solconnect.relay.receipt.acks";
    public const string WasResent = "solconnect.relay.receipt.resent";
}
