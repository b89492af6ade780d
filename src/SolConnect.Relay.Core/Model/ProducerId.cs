namespace SolConnect.Relay;

/// <summary>Names one producer of messages: 16 bytes, random per transport unless a durable outbox owns it.</summary>
public readonly record struct ProducerId(Guid Value) : IComparable<ProducerId>
{
    /// <summary>Orders by the bytes of the id; the order means nothing beyond being the same everywhere.</summary>
    public int CompareTo(ProducerId other) => Value.CompareTo(other.Value);

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("N");

    /// <summary>Orders by the bytes of the id.</summary>
    public static bool operator <(ProducerId left, ProducerId right) => left.CompareTo(right) < 0;

    /// <summary>Orders by the bytes of the id.</summary>
    public static bool operator >(ProducerId left, ProducerId right) => left.CompareTo(right) > 0;

    /// <summary>Orders by the bytes of the id.</summary>
    public static bool operator <=(ProducerId left, ProducerId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by the bytes of the id.</summary>
    public static bool operator >=(ProducerId left, ProducerId right) => left.CompareTo(right) >= 0;
}
