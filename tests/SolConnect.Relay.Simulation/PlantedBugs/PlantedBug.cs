namespace SolConnect.Relay.Simulation.PlantedBugs;

/// <summary>
/// A change to the shipped code that breaks one rule. It is kept as text: a first line that says what is broken, then for
/// each change a line <c>file:</c>, and after <c>find:</c> and <c>replace:</c> the lines to look for and to put there.
/// </summary>
internal sealed record PlantedBug(string Name, string Title, IReadOnlyList<PlantedChange> Changes)
{
    /// <exception cref="FormatException">The text is not a planted bug.</exception>
    public static PlantedBug Parse(string name, string text)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var changes = new List<PlantedChange>();
        var (file, find, replace) = ("", new List<string>(), new List<string>());
        List<string>? target = null;
        foreach (var line in lines.Skip(1).Append("file:"))
        {
            if (line.StartsWith("file:", StringComparison.Ordinal))
            {
                if (find.Count > 0)
                {
                    changes.Add(new(file, string.Join('\n', find), string.Join('\n', replace)));
                }

                (file, find, replace, target) = (line["file:".Length..].Trim(), [], [], null);
            }
            else if (line is "find:" or "replace:")
            {
                target = line == "find:" ? find : replace;
            }
            else if (target is not null)
            {
                target.Add(line);
            }
            else if (line.Length > 0)
            {
                throw new FormatException($"{name}: '{line}' stands outside of find and replace.");
            }
        }

        return changes.Count > 0 ? new(name, lines[0], changes) : throw new FormatException($"{name} changes nothing.");
    }

    /// <summary>Changes the copy of the repository under a folder.</summary>
    /// <exception cref="FormatException">The code is not as the bug expects it: the bug has to be brought up to date.</exception>
    public void Plant(string root)
    {
        foreach (var change in Changes)
        {
            var path = Path.Combine(root, change.File);
            var code = File.ReadAllText(path).ReplaceLineEndings("\n");
            var at = code.IndexOf(change.Find, StringComparison.Ordinal);
            if (at < 0 || code.IndexOf(change.Find, at + 1, StringComparison.Ordinal) >= 0)
            {
                throw new FormatException($"{Name}: {change.File} does not hold what it looks for exactly once.");
            }

            File.WriteAllText(path, code.Replace(change.Find, change.Replace, StringComparison.Ordinal));
        }
    }
}
