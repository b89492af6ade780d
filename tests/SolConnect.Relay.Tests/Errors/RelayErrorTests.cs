namespace SolConnect.Relay.Tests.Errors;

public class RelayErrorTests
{
    [Fact]
    public void One_catch_covers_everything_that_the_library_throws_by_itself()
    {
        RelayException[] errors =
        [
            new SendFailedException(RelayErrorCode.SendTimeout, DeliveryStatus.Unknown, "Text."),
            new OutboxFullException("Text."),
            new MessageRejectedException("Text."),
            new RelayConnectException(RelayErrorCode.ConnectTimeout, "Text."),
            new MessageGapException("topic", new(default, 1, 2, 3, GapReason.Missing), "Text."),
            new SubscriptionRefusedException("topic", "Text."),
            new TransportFaultedException("Text."),
        ];

        Assert.Equal(
            [
                RelayErrorCode.SendTimeout, RelayErrorCode.OutboxFull, RelayErrorCode.MessageRejected,
                RelayErrorCode.ConnectTimeout, RelayErrorCode.MessagesLost, RelayErrorCode.SubscriptionRefused,
                RelayErrorCode.TransportFaulted,
            ],
            errors.Select(error => error.Code));
        Assert.Equal(
            [DeliveryStatus.Unknown, DeliveryStatus.NotSent, DeliveryStatus.Rejected, null, null, null, null],
            errors.Select(error => error.Delivery));
    }

    [Fact]
    public void A_cancelled_send_is_caught_as_a_cancellation_of_the_callers_token_and_says_what_is_known()
    {
        using var source = new CancellationTokenSource();

        OperationCanceledException error =
            new SendCanceledException(DeliveryStatus.Unknown, "Text.", source.Token) { MessageId = new(default, 1, 7) };

        Assert.Equal(source.Token, error.CancellationToken);
        var known = Assert.IsType<SendCanceledException>(error);
        Assert.Equal(DeliveryStatus.Unknown, known.Delivery);
        Assert.Equal(7, known.MessageId?.Sequence);
    }

    [Fact]
    public void The_numbers_of_the_error_codes_are_stable()
    {
        Assert.Equal(
            "None=0 ConnectTimeout=100 RelayUnavailable=101 Unauthorized=102 Forbidden=103 SendTimeout=200 OutboxFull=201 " +
            "MessageRejected=202 TooManyTopics=203 SendStopped=204 MessagesLost=300 SubscriptionRefused=301 " +
            "SubscribeTimeout=302 TransportFaulted=400",
            string.Join(' ', Enum.GetValues<RelayErrorCode>().Select(code => $"{code}={(int)code}")));
    }
}
