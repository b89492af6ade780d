using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SolConnect.Relay.Functional.Tests.Discovery;

/// <summary>A name server on this machine that answers every question with the same SRV records (RFC 1035, RFC 2782).</summary>
internal sealed class DnsResponder : IAsyncDisposable
{
    private const ushort IsAnswer = 0x8180;
    private const ushort IsTruncated = 0x0200;
    private const ushort Srv = 33;
    private const ushort Internet = 1;

    private readonly Socket _udp;
    private readonly TcpListener _tcp;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _answering;
    private int _questionsByTcp;

    public DnsResponder()
    {
        (_udp, _tcp) = Bind();
        _answering = Task.WhenAll(AnswerDatagramsAsync(), AnswerStreamsAsync());
    }

    public IPEndPoint EndPoint => (IPEndPoint)_udp.LocalEndPoint!;

    /// <summary>May change at any time.</summary>
    public IReadOnlyList<(int Priority, int Weight, int Port, string Target)> Records { get; set; } = [];

    /// <summary>The response code: 0 is well, 3 a name that does not exist.</summary>
    public int Code { get; set; }

    /// <summary>Takes questions and says nothing.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Datagrams carry no records and say that there is more than fits.</summary>
    public bool Truncates { get; set; }

    public int QuestionsByTcp => Volatile.Read(ref _questionsByTcp);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _udp.Dispose();
        _tcp.Stop();
        await _answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    // Both listen at one port, which the system chooses for the one and may have given away for the other.
    private static (Socket Udp, TcpListener Tcp) Bind()
    {
        while (true)
        {
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var tcp = new TcpListener((IPEndPoint)udp.LocalEndPoint!);
            try
            {
                tcp.Start();
                return (udp, tcp);
            }
            catch (SocketException)
            {
                tcp.Dispose();
                udp.Dispose();
            }
        }
    }

    private async Task AnswerDatagramsAsync()
    {
        var question = new byte[512];
        while (true)
        {
            var received = await _udp.ReceiveFromAsync(question, new IPEndPoint(IPAddress.Any, 0), _ending.Token);
            if (!IsSilent)
            {
                var answer = Answer(question.AsSpan(0, received.ReceivedBytes), Truncates);
                await _udp.SendToAsync(answer, received.RemoteEndPoint, _ending.Token);
            }
        }
    }

    private async Task AnswerStreamsAsync()
    {
        while (true)
        {
            using var client = await _tcp.AcceptTcpClientAsync(_ending.Token);
            var stream = client.GetStream();
            var length = new byte[2];
            await stream.ReadExactlyAsync(length, _ending.Token);
            var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(question, _ending.Token);
            Interlocked.Increment(ref _questionsByTcp);
            var answer = Answer(question, truncated: false);
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)answer.Length);
            await stream.WriteAsync((byte[])[.. length, .. answer], _ending.Token);
        }
    }

    // Of the question its id and its first entry are given back; what follows, such as EDNS, is not.
    private byte[] Answer(ReadOnlySpan<byte> question, bool truncated)
    {
        const int Header = 12;
        var name = question[Header..(question[Header..].IndexOf((byte)0) + Header + 1)];
        var records = truncated || Code != 0 ? [] : Records;
        var answer = new List<byte>();
        answer.AddRange(question[..2]);
        foreach (var number in (int[])[IsAnswer | (truncated ? IsTruncated : 0) | Code, 1, records.Count, 0, 0])
            answer.AddRange(Two(number));
        answer.AddRange(name);
        answer.AddRange([.. Two(Srv), .. Two(Internet)]);
        foreach (var (priority, weight, port, target) in records)
        {
            byte[] data = [.. Two(priority), .. Two(weight), .. Two(port), .. NameOf(target)];
            answer.AddRange(name);
            answer.AddRange([.. Two(Srv), .. Two(Internet), .. Two(0), .. Two(30), .. Two(data.Length), .. data]);
        }

        return [.. answer];
    }

    private static byte[] Two(int number) => [(byte)(number >> 8), (byte)number];

    private static byte[] NameOf(string name) =>
    [
        .. name.Split('.', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]),
        0,
    ];
}
