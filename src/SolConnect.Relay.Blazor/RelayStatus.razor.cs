using Microsoft.AspNetCore.Components;
using SolConnect.Relay.Blazor.Model;

namespace SolConnect.Relay.Blazor;

/// <summary>
/// Shows a transport: its state, its relays with their latency and quality, its totals, and what happened to it. It
/// follows the transport until it is removed from the page, and needs no JavaScript of its own.
/// </summary>
/// <remarks>
/// It looks at the transport every <see cref="UpdateInterval"/> and draws what has become of it, so that a transport that is
/// busy costs no more than one that is not. A <see cref="TimeProvider"/> among the page's services is its clock.
/// </remarks>
public sealed partial class RelayStatus : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _disposing = new();
    private StatusModel _model = StatusModel.Of(new());
    private RelayHistory? _ownHistory;
    private PeriodicTimer? _timer;
    private Task _refreshing = Task.CompletedTask;
    private string? _switchingTo;
    private bool _isChecking;
    private Notice? _notice;

    /// <summary>
    /// The transport to show; <c>null</c> while there is none yet. One that is no <see cref="RelayWebSocketTransport"/> has
    /// a state, but no relays. The component neither connects nor disposes it.
    /// </summary>
    [Parameter]
    public IMessageTransport? Transport { get; set; }

    /// <summary>
    /// What happened before the component came onto the screen; <c>null</c> (default): it remembers only what it sees. Of
    /// the same transport. The component does not dispose it.
    /// </summary>
    [Parameter]
    public RelayHistory? History { get; set; }

    /// <summary>CSS classes of the outermost element, besides its own. Default none.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>How much room it takes. Default <see cref="RelayStatusLayout.Full"/>.</summary>
    [Parameter]
    public RelayStatusLayout Layout { get; set; }

    /// <summary>The colours. Default <see cref="RelayStatusTheme.Auto"/>.</summary>
    [Parameter]
    public RelayStatusTheme Theme { get; set; }

    /// <summary>
    /// Whether there are buttons that make another relay the primary, and one that checks the health of all relays now.
    /// Default <c>true</c>; only in the full layout.
    /// </summary>
    [Parameter]
    public bool ShowActions { get; set; } = true;

    /// <summary>What a screen reader calls it. Default "Relay status".</summary>
    [Parameter]
    public string Label { get; set; } = "Relay status";

    /// <summary>
    /// Between two looks at the transport: nothing is drawn more often. Default 500 ms; from 100 ms to 1 min.
    /// </summary>
    [Parameter]
    public TimeSpan UpdateInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// In which zone times are shown; <c>null</c> (default) takes the program's own, which on a server is the server's.
    /// </summary>
    [Parameter]
    public TimeZoneInfo? TimeZone { get; set; }

    /// <summary>Everything else goes onto the outermost element.</summary>
    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    private TimeProvider Clock => (TimeProvider?)Services.GetService(typeof(TimeProvider)) ?? TimeProvider.System;

    private string RootClass =>
        $"relays {Theme.ToString().ToLowerInvariant()} {Layout.ToString().ToLowerInvariant()} {Class}".TrimEnd();

    /// <summary>Stops to follow the transport, which goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync();
        _ownHistory?.Dispose();
        await _refreshing;
        _disposing.Dispose();
    }

    /// <exception cref="ArgumentOutOfRangeException"><see cref="UpdateInterval"/> is outside its range.</exception>
    /// <exception cref="ArgumentException"><see cref="History"/> is of another transport.</exception>
    protected override void OnParametersSet()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(UpdateInterval, ShortestInterval);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(UpdateInterval, LongestInterval);
        if (History is not null && History.Transport != Transport)
        {
            throw new ArgumentException($"{nameof(History)} is of another transport than {nameof(Transport)}.");
        }

        _timer?.Period = UpdateInterval;
        Follow();
        Look();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        // Not before: a page that is only rendered, and not alive, has nobody to refresh it for.
        if (firstRender)
        {
            _refreshing = RefreshAsync();
        }
    }

    private void Follow()
    {
        var wanted = History is null ? Transport : null;
        if (_ownHistory?.Transport != wanted)
        {
            _ownHistory?.Dispose();
            _ownHistory = wanted is null ? null : new(wanted, Clock);
            _notice = null;
        }
    }

    private void Look() => _model = StatusModel.Of(StatusFacts.Read(Transport, History ?? _ownHistory));

    private async Task RefreshAsync()
    {
        using var timer = _timer = new PeriodicTimer(UpdateInterval, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_disposing.Token))
            {
                Look();
                StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
            // The page has no use for it any more.
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }

        _timer = null;
    }

    private async Task SwitchToAsync(string relayId)
    {
        if (_switchingTo is null)
        {
            _switchingTo = relayId;
            await ActAsync(async manager =>
            {
                await manager.SwitchToAsync(relayId, _disposing.Token);
                return Notice.Done($"{relayId} is the primary now.");
            });
            _switchingTo = null;
        }
    }

    private async Task CheckAsync()
    {
        if (!_isChecking)
        {
            _isChecking = true;
            await ActAsync(async manager => Notice.Of(await manager.CheckRelaysAsync(_disposing.Token)));
            _isChecking = false;
        }
    }

    private async Task ActAsync(Func<RelayManager, Task<Notice>> act)
    {
        if (Transport is not RelayWebSocketTransport { Manager: var manager })
        {
            return;
        }

        _notice = null;
        try
        {
            _notice = await act(manager);
        }
        catch (OperationCanceledException)
        {
            // Nobody is left to be told.
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or RelayException)
        {
            _notice = Notice.NotDone(exception.Message);
        }

        Look();
    }
}
