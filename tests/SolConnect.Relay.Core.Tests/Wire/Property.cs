using FsCheck;
using FsCheck.Fluent;

namespace SolConnect.Relay.Core.Tests.Wire;

/// <summary>Runs a property. A failure names the seed and the value that broke it.</summary>
internal static class Property
{
    public static void Holds<T>(Gen<T> values, Action<T> property, int times = 200) =>
        Prop.ForAll(values.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(times));
}
