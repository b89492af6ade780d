using System.Reflection;

namespace SolConnect.Relay.Tests.PublicApi;

/// <summary>A change of what others compile against is a decision, and shows up in review as one.</summary>
public class PublicApiTests
{
    private const string UpdateVariable = "UPDATE_PUBLIC_API";

    public static TheoryData<string> Assemblies =>
    [
        "SolConnect.Relay",
        "SolConnect.Relay.Blazor",
        "SolConnect.Relay.Core",
        "SolConnect.Relay.Dns",
        "SolConnect.Relay.HealthChecks",
        "SolConnect.Relay.Server",
        "SolConnect.Relay.Testing",
        "SolConnect.Sdk",
    ];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_public_api_is_the_approved_one(string name)
    {
        var approved = ReadApproved(name);

        var actual = ApiText.Of(Assembly.Load(name));

        if (actual != approved)
        {
            Update(name, actual);
            Assert.Fail(Explain(name, approved, actual));
        }
    }

    private static string ReadApproved(string name)
    {
        using var file = typeof(PublicApiTests).Assembly.GetManifestResourceStream($"{name}.txt");
        return file is null ? "" : new StreamReader(file).ReadToEnd().ReplaceLineEndings("\n");
    }

    private static void Update(string name, string actual)
    {
        if (Environment.GetEnvironmentVariable(UpdateVariable) is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, $"{name}.txt"), actual);
        }
    }

    private static string Explain(string name, string approved, string actual)
    {
        var (before, now) = (Qualified(approved).ToList(), Qualified(actual).ToList());
        var changes = before.Except(now).Select(line => $"- {line}").Concat(now.Except(before).Select(line => $"+ {line}"));
        return $"""
            The public API of {name} is not the approved one:
            {string.Join('\n', changes)}
            If that is meant, write the file anew and review it with the change, from the root of the repository:
            {UpdateVariable}="$PWD/tests/SolConnect.Relay.Tests/PublicApi" dotnet test tests/SolConnect.Relay.Tests
            """;
    }

    private static IEnumerable<string> Qualified(string api)
    {
        var type = "";
        foreach (var line in api.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            type = line.StartsWith(' ') ? type : line.Split(' ')[0];
            yield return line.StartsWith(' ') ? $"{type}: {line.Trim()}" : line;
        }
    }
}
