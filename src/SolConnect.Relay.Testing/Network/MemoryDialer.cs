using SolConnect.Relay.Authentication;
using SolConnect.Relay.Connections;

namespace SolConnect.Relay.Testing.Network;

/// <summary>
/// Connects one transport to relays in this process, with the time limits and access tokens of a real connection. The
/// token travels in the first frame, as from a browser, because there is no request to carry it.
/// </summary>
internal sealed class MemoryDialer(IReadOnlyList<InProcessRelay> relays, RelayOptions options) : IWebSocketDialer
{
    private readonly ConnectStages _stages = new(options.ConnectionTimeout, options.TimeProvider);
    private readonly AccessTokenSource? _tokens = options.ToAccessTokenSource();

    public async Task<DialedSocket> DialAsync(
        RelayEndpoint relay, AccessTokenReason reason, CancellationToken cancellationToken)
    {
        var target = relays.FirstOrDefault(known => known.Endpoint.Url == relay.Url) ?? throw new ConnectFailedException(
            new(CloseReason.Unreachable, "The fleet has no relay of this address."));
        var token = "";
        try
        {
            return await _stages.WholeAsync(
                async cancel =>
                {
                    token = _tokens is null ? "" : await _stages.AuthorizeAsync(
                        authorize => _tokens.GetAsync(relay, reason, authorize), cancel).ConfigureAwait(false);
                    return new DialedSocket(await target.ConnectAsync(cancel).ConfigureAwait(false), token);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectFailedException failure) when (token.Length > 0)
        {
            throw new ConnectFailedException(failure.End with { HadToken = true }, failure);
        }
    }
}
