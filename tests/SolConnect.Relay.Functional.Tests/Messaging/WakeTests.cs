using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Messaging;

/// <summary>Nothing waits for something else to happen: with a clock that stands still, no timer helps.</summary>
public sealed class WakeTests
{
    // The loop may still be busy with the round before, and then the send comes at another place than the one meant.
    private const int Rounds = 20;

    [Fact]
    public async Task A_send_that_comes_while_the_loop_works_on_its_last_input_is_taken_at_once()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        var time = new ManualTimeProvider();
        var transport = await fleet.ConnectAsync(options => options.TimeProvider = time);
        var primary = fleet.PrimaryOf(transport).Endpoint.Id;
        for (var round = 0; round < Rounds; round++)
        {
            var sending = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
            time.RunInNextLook(() => sending.SetResult(transport.SendTextAsync("prices", "now").AsTask()));

            // To the relay that is in charge already: an input after which no other one comes.
            await transport.Manager.SwitchToAsync(primary);

            var receipt = await sending.Task.WithinPatienceAsync("the send");
            await receipt.WithinPatienceAsync("the receipt");
        }

        await time.AdvanceUntilAsync(transport.DisposeAsync().AsTask(), "the transport to be disposed");
    }
}
