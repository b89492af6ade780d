namespace SolConnect.Relay;

/// <summary>Why a connection, or an attempt at one, ended. The numbers are stable.</summary>
public enum CloseReason
{
    /// <summary>Closed on our own request: disconnect, dispose, or no longer needed.</summary>
    Requested = 0,

    /// <summary>The relay could not be reached: refused, no route, name not found.</summary>
    Unreachable = 1,

    /// <summary>A stage of connecting took longer than it may.</summary>
    ConnectTimeout = 2,

    /// <summary>TLS could not be established.</summary>
    TlsFailed = 3,

    /// <summary>The relay answered the WebSocket upgrade with something other than 101, or without our subprotocol.</summary>
    UpgradeRefused = 4,

    /// <summary>The relay opened the WebSocket and then did not send Welcome in time.</summary>
    HelloTimeout = 5,

    /// <summary>The relay closed the WebSocket in good order.</summary>
    ClosedByRelay = 6,

    /// <summary>The connection broke: reset, end of stream, write failure.</summary>
    Reset = 7,

    /// <summary>The relay sent bytes that are not the protocol.</summary>
    ProtocolError = 8,

    /// <summary>The relay sent more than the limits of this client allow.</summary>
    LimitExceeded = 9,

    /// <summary>The relay ended the connection with an Error frame.</summary>
    RefusedByRelay = 10,

    /// <summary>A newer connection of the same producer took over.</summary>
    Fenced = 11,

    /// <summary>The relay asked its clients to leave.</summary>
    GoAway = 12,

    /// <summary>The relay's limits do not fit this client's options.</summary>
    Unsuitable = 13,

    /// <summary>The relay gave no sign of life while another one did.</summary>
    Silent = 14,

    /// <summary>The relay sent bytes but acknowledged nothing.</summary>
    NoProgress = 15,

    /// <summary>The relay refused the access token, or wants one and got none; an open connection's has expired.</summary>
    Unauthorized = 16,

    /// <summary>The relay knows this client and does not let it in. It is not dialled again.</summary>
    Forbidden = 17,

    /// <summary>The access token for an attempt could not be had: its provider failed, took too long or gave none.</summary>
    NoAccessToken = 18,
}
