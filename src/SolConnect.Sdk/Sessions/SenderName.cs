using System.Security.Cryptography;

namespace SolConnect.Sessions;

/// <summary>What a client calls itself.</summary>
internal static class SenderName
{
    private const int MaxBytes = 128;
    private const int RandomDigits = 8;

    /// <summary>The given name, or a random one where there is none.</summary>
    public static string Accept(string? sender)
    {
        if (sender is null)
        {
            return $"user-{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}";
        }

        var wrong = string.IsNullOrWhiteSpace(sender) ? "is empty" : PlainText.Check(sender, MaxBytes);
        return wrong is null ? sender : throw new ArgumentException($"SolConnectOptions.Sender {wrong}.", nameof(sender));
    }
}
