using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using SolConnect.Relay.Chaos.Tests.Processes;
using SolConnect.Relay.TestKit;
using SolConnect.Relay.TestKit.Processes;

namespace SolConnect.Relay.Chaos.Tests;

/// <summary>What operators are told to run: the container file, the unit for systemd, TLS. Only the port is another one.</summary>
public sealed partial class OperatingTests
{
    private static readonly string Sample = Path.Combine(Repository.Root, "samples", "RelayServer");

    [Fact]
    public async Task The_units_command_line_starts_a_relay_that_ends_well_before_systemd_loses_patience()
    {
        SkipWithoutSignals();
        var unit = File.ReadAllLines(Path.Combine(Sample, "relay.service"))
            .Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))
            .Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]);
        var patience = TimeSpan.FromSeconds(int.Parse(unit["TimeoutStopSec"], CultureInfo.InvariantCulture));
        await using var relay = await OperatedRelay.StartAsync(ArgumentsOf(unit["ExecStart"].Split(' ')));
        await using var transport = new RelayWebSocketTransport(new() { Relays = { new("edge-1", relay.Url) } });
        await transport.ConnectAsync();

        var own = Assert.Single((await JsonAsync(relay, "/api/relays")).EnumerateArray());
        var began = Stopwatch.GetTimestamp();
        var code = await relay.TerminateAsync();

        Assert.Equal(("edge-1", "eu-central"), (own.GetProperty("id").GetString(), own.GetProperty("region").GetString()));
        Assert.Equal(0, code);
        Assert.True(Stopwatch.GetElapsedTime(began) < patience);
        Assert.True(int.Parse(unit["LimitNOFILE"], CultureInfo.InvariantCulture) > 10_000, "MaxConnections is 10,000.");
    }

    [Fact]
    public async Task The_containers_entry_point_starts_a_relay()
    {
        var lines = File.ReadAllLines(Path.Combine(Sample, "Dockerfile"));
        string Only(string keyword) =>
            lines.Single(line => line.StartsWith($"{keyword} ", StringComparison.Ordinal))[(keyword.Length + 1)..];
        var entry = JsonSerializer.Deserialize<string[]>(Only("ENTRYPOINT"))!;
        await using var relay = await OperatedRelay.StartAsync(ArgumentsOf(entry));

        var health = await JsonAsync(relay, "/health");

        Assert.Equal("ok", health.GetProperty("status").GetString());
        Assert.Contains($":{Only("EXPOSE")}", entry[^1], StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(Repository.Root, Published().Match(Only("RUN")).Groups[1].Value)));
        var runtime = Environment.Version.ToString(2);
        Assert.All(
            lines.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)),
            line => Assert.Contains($":{runtime}", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_relay_terminates_tls_with_a_certificate_out_of_its_environment()
    {
        var folder = Directory.CreateTempSubdirectory("solconnect-tls-");
        using var certificate = SelfSigned();
        var (cert, key) = (Path.Combine(folder.FullName, "cert.pem"), Path.Combine(folder.FullName, "key.pem"));
        await File.WriteAllTextAsync(cert, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(key, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await using var relay = await OperatedRelay.StartAsync(
            ["--urls", "https://127.0.0.1:0"],
            ("Kestrel__Certificates__Default__Path", cert), ("Kestrel__Certificates__Default__KeyPath", key));
        folder.Delete(recursive: true);

        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("solconnect.relay.v1");
        X509Certificate? shown = null;
        socket.Options.RemoteCertificateValidationCallback = (_, remote, _, errors) =>
        {
            shown = remote;
            return errors == SslPolicyErrors.RemoteCertificateChainErrors;
        };
        await socket.ConnectAsync(relay.Url, TestContext.Current.CancellationToken);

        Assert.Equal("wss", relay.Url.Scheme);
        Assert.Equal(certificate.GetCertHashString(), shown?.GetCertHashString());
    }

    [Fact]
    public async Task A_relay_behind_a_proxy_tells_the_address_that_clients_use()
    {
        await using var relay = await OperatedRelay.StartAsync(
            ["--urls", "http://127.0.0.1:0", "--id", "eu-1", "--public-url", "wss://eu-1.relays.example.com/relay"]);

        var own = Assert.Single((await JsonAsync(relay, "/api/relays")).EnumerateArray());

        Assert.Equal("wss://eu-1.relays.example.com/relay", own.GetProperty("url").GetString());
    }

    private static void SkipWithoutSignals() => Assert.SkipWhen(Signals.WhyUnusable is not null, Signals.WhyUnusable ?? "");

    // Behind the program, which is dotnet and then this sample.
    private static IEnumerable<string> ArgumentsOf(string[] command)
    {
        Assert.Equal(("dotnet", "RelayServer.dll"), (Path.GetFileName(command[0]), Path.GetFileName(command[1])));
        return command.Skip(2).Select(argument => Port().Replace(argument, "$1:0"));
    }

    private static async Task<JsonElement> JsonAsync(OperatedRelay relay, string path)
    {
        using var http = new HttpClient();
        var address = new UriBuilder(relay.Url) { Scheme = "http", Host = "127.0.0.1", Path = path }.Uri;
        return JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(address));
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        var request = new CertificateRequest("CN=relay", key, HashAlgorithmName.SHA256) { CertificateExtensions = { names.Build() } };
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    [GeneratedRegex("^(https?://.*):[0-9]+$")]
    private static partial Regex Port();

    [GeneratedRegex("dotnet publish /source/(\\S+)")]
    private static partial Regex Published();
}
