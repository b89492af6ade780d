using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.Versioning;
using System.Security.Authentication;
using SolConnect.Relay.Authentication;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Connections;

/// <summary>
/// Opens WebSockets to relays, each stage within its own time. No compression, and no keep-alive of the WebSocket's own: the
/// machine has heartbeats that it can judge by.
/// </summary>
/// <remarks>
/// Inside a browser it is the browser that looks up, connects, secures and upgrades, by its own rules: there is one time limit
/// for all of that, and nobody is told why it failed.
/// </remarks>
/// <param name="tokens"><c>null</c>: the application gives no access tokens.</param>
/// <param name="tokenInHello">Where headers cannot be set, which is in browsers.</param>
/// <param name="mayDial">Whether a relay may be at an address; <c>null</c>: every relay at every one.</param>
internal sealed class WebSocketDialer(
    ConnectStages stages, AccessTokenSource? tokens, TimeProvider time, bool tokenInHello,
    Func<RelayEndpoint, IPAddress, bool>? mayDial = null) : IWebSocketDialer
{
    public async Task<DialedSocket> DialAsync(
        RelayEndpoint relay, AccessTokenReason reason, CancellationToken cancellationToken)
    {
        using var http = OperatingSystem.IsBrowser() ? null : CreateUpgrade(relay, cancellationToken);
        var token = "";
        try
        {
            return await stages.WholeAsync(
                async cancel =>
                {
                    token = await TokenAsync(relay, reason, cancel).ConfigureAwait(false);
                    var socket = await UpgradeAsync(relay, http, token, cancel).ConfigureAwait(false);
                    return new DialedSocket(socket, tokenInHello ? token : "");
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectFailedException failure) when (token.Length > 0)
        {
            throw new ConnectFailedException(failure.End with { HadToken = true }, failure);
        }
        catch (ConnectFailedException failure) when (failure.End.Reason == CloseReason.ConnectTimeout && tokens is not null)
        {
            var detail = $"{failure.End.Detail} The AccessTokenProvider had not answered by then.";
            throw new ConnectFailedException(new(CloseReason.NoAccessToken, detail), failure);
        }
    }

    private ValueTask<string> TokenAsync(RelayEndpoint relay, AccessTokenReason reason, CancellationToken attempt) =>
        tokens is null ? new("") : stages.AuthorizeAsync(cancel => tokens.GetAsync(relay, reason, cancel), attempt);

    // The token that HTTP passes on may outlive the attempt: it would rather keep the connection for later.
    [UnsupportedOSPlatform("browser")]
    private HttpUpgrade CreateUpgrade(RelayEndpoint relay, CancellationToken attempt) =>
        new((target, token) => ConnectAsync(relay, target, token, attempt));

    private async ValueTask<WebSocket> UpgradeAsync(
        RelayEndpoint relay, HttpUpgrade? http, string token, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.AddSubProtocol(WireProtocol.Subprotocol);
            if (!OperatingSystem.IsBrowser())
            {
                socket.Options.KeepAliveInterval = TimeSpan.Zero;
                socket.Options.CollectHttpResponseDetails = true;
                if (token.Length > 0 && !tokenInHello)
                {
                    socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
                }
            }

            await socket.ConnectAsync(relay.Url, http?.Http, cancellationToken).ConfigureAwait(false);
            if (socket.SubProtocol != WireProtocol.Subprotocol)
            {
                throw new ConnectFailedException(
                    new(CloseReason.UpgradeRefused, $"The relay does not speak {WireProtocol.Subprotocol}."));
            }

            return OperatingSystem.IsBrowser() || http is null ? socket : http.Take(socket);
        }
        catch (Exception cause)
        {
            var end = UpgradeEnds.Of(cause, socket, time);
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw end is null ? cause : new ConnectFailedException(end, cause);
        }
    }

    [UnsupportedOSPlatform("browser")]
    private async ValueTask<Stream> ConnectAsync(
        RelayEndpoint relay, DnsEndPoint target, CancellationToken handler, CancellationToken attempt)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(handler, attempt);
        var addresses = await stages.LookUpAsync(
            token => LookUpAsync(target.Host, token), both.Token).ConfigureAwait(false);
        var permitted = Permitted(relay, addresses);
        var stream = await stages.ConnectAsync(
            token => OpenAsync(permitted, target.Port, token), both.Token).ConfigureAwait(false);
        return relay.Url.Scheme == Uri.UriSchemeWss
            ? await stages.SecureAsync(
                token => SecureAsync(stream, target.Host, token), both.Token).ConfigureAwait(false)
            : stream;
    }

    // After the look-up and not before: the name may lead elsewhere each time it is asked for.
    private IPAddress[] Permitted(RelayEndpoint relay, IPAddress[] addresses)
    {
        var permitted = mayDial is null ? addresses : [.. addresses.Where(address => mayDial(relay, address))];
        return permitted.Length > 0 || addresses.Length == 0 ? permitted : throw new ConnectFailedException(new(
            CloseReason.Unreachable,
            "Its name leads to a private address. Relays that were discovered may be there only where AllowedHosts names " +
            "the host or the network."));
    }

    [UnsupportedOSPlatform("browser")]
    private static async ValueTask<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return [address];
        }

        try
        {
            // The operating system's resolver cannot be interrupted everywhere: what it says after this wait is
            // ignored.
            return await Dns.GetHostAddressesAsync(host, cancellationToken)
                .WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException cause)
        {
            throw new ConnectFailedException(
                new(CloseReason.Unreachable, $"The name cannot be resolved: {cause.SocketErrorCode}."), cause);
        }
    }

    [UnsupportedOSPlatform("browser")]
    private static async ValueTask<Stream> OpenAsync(
        IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException cause)
        {
            socket.Dispose();
            throw new ConnectFailedException(
                new(CloseReason.Unreachable, $"TCP cannot connect: {cause.SocketErrorCode}."), cause);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [UnsupportedOSPlatform("browser")]
    private static async ValueTask<Stream> SecureAsync(Stream stream, string host, CancellationToken cancellationToken)
    {
        var secured = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await secured.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = host }, cancellationToken).ConfigureAwait(false);
            return secured;
        }
        catch (Exception cause)
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            if (cause is AuthenticationException or IOException)
            {
                throw new ConnectFailedException(
                    new(CloseReason.TlsFailed, $"TLS cannot be established: {PeerText.Clean(cause.Message)}"), cause);
            }

            throw;
        }
    }
}
