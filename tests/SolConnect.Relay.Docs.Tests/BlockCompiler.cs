using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SolConnect.Relay.Docs.Tests;

/// <summary>
/// Compiles the C# of the documents. A block with <c>using</c> directives is a whole file, for somebody who copies it into a
/// new project: it gets what such a project gives, and nothing else. Any other block is a fragment, the body of a method
/// that knows our namespaces and the names in <c>Surroundings</c>.
/// </summary>
internal static class BlockCompiler
{
    private const string OwnName = "SolConnect.Relay.Docs.Tests";
    private const string MachineDocument = "src/SolConnect.Relay.Core/README.md";

    // A fragment need not await anything, nor use what it makes.
    private static readonly string[] FineInFragments = ["CS1998", "CS0168", "CS0219", "CS8321"];

    private static readonly string[] Console =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
        "System.Threading.Tasks",
    ];

    private static readonly string[] Web =
    [
        .. Console, "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Routing", "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection",
        "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    private static readonly string[] Fragment =
    [
        .. Web, "System.Diagnostics", "System.Text", "SolConnect", "SolConnect.Relay", "SolConnect.Relay.Blazor", "SolConnect.Relay.Server",
        "SolConnect.Relay.Testing", "Spectre.Console", "Xunit",
    ];

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    // Everything that this project was built with, but for itself: it has internals that nobody else sees.
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != OwnName && IsAssembly(path))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <returns>What the compiler finds wrong, each with document and line; warnings too.</returns>
    public static IReadOnlyList<string> Complaints(CodeBlock block)
    {
        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(block.Text, Language).GetRoot();
        return root.Usings.Count > 0 ? InFile(block, root) : InFragment(block);
    }

    private static string[] InFile(CodeBlock block, CompilationUnitSyntax root)
    {
        var kind = root.Members.OfType<GlobalStatementSyntax>().Any()
            ? OutputKind.ConsoleApplication
            : OutputKind.DynamicallyLinkedLibrary;
        return [.. Compile(block, block.Text, "Block", kind, Usings(root), []).Select(Text)];
    }

    private static string[] InFragment(CodeBlock block)
    {
        // Only what is written about the machine may use what is internal: Core and the client know our name.
        var isAboutMachine = block.Document == MachineDocument;
        var (name, around) = isAboutMachine ? (OwnName, nameof(Surroundings.Machine)) : ("Block", nameof(Surroundings.Application));
        var code = $$"""
            internal sealed class Fragment : {{OwnName}}.Surroundings.{{around}} { internal async Task RunAsync() {
            #line {{block.Line}}
            {{block.Text}}
            } }
            """;
        string[] files = [Path.Combine(Repository.Root, "tests", OwnName, "Surroundings", $"{around}.cs"), .. SampleFiles(block)];
        return
        [
            .. Compile(block, code, name, OutputKind.DynamicallyLinkedLibrary, [.. Fragment, .. Sample(block)], files)
                .Where(diagnostic => !FineInFragments.Contains(diagnostic.Id)).Select(Text),
        ];
    }

    private static IEnumerable<Diagnostic> Compile(
        CodeBlock block, string code, string name, OutputKind kind, IEnumerable<string> usings, IEnumerable<string> files)
    {
        var trees = files.Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Language, path))
            .Append(CSharpSyntaxTree.ParseText(string.Concat(usings.Select(used => $"global using {used};\n")), Language, "usings"))
            .Append(CSharpSyntaxTree.ParseText($"#line {block.Line} \"{block.Document}\"\n{code}", Language));
        var options = new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable);
        return CSharpCompilation.Create(name, trees, References, options).GetDiagnostics()
            .Where(diagnostic => IsComplaint(diagnostic, block.Document));
    }

    private static bool IsComplaint(Diagnostic diagnostic, string document) => diagnostic.Severity switch
    {
        DiagnosticSeverity.Error => true,
        DiagnosticSeverity.Warning => diagnostic.Location.GetMappedLineSpan().Path == document,
        _ => false,
    };

    private static string Text(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetMappedLineSpan();
        return $"{place.Path}:{place.StartLinePosition.Line + 1}: {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
    }

    private static string[] Usings(CompilationUnitSyntax root)
    {
        var names = root.DescendantTokens().Select(token => token.ValueText).ToHashSet();
        return
        [
            .. names.Contains("WebApplication") ? Web : Console,
            .. names.Contains("Fact") ? ["Xunit"] : Array.Empty<string>(),
        ];
    }

    // The README of a sample may use the sample.
    private static string[] Sample(CodeBlock block) => block.Document.Split('/') is ["samples", var name, ..] ? [name] : [];

    private static IEnumerable<string> SampleFiles(CodeBlock block) => Sample(block)
        .SelectMany(name => Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", name), "*.cs"))
        .Where(path => Path.GetFileName(path) != "Program.cs");

    private static bool IsAssembly(string path)
    {
        try
        {
            AssemblyName.GetAssemblyName(path);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
