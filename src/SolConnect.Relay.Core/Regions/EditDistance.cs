namespace SolConnect.Relay;

/// <summary>How many letters must be added, left out or replaced to make one word of another (Levenshtein, 1965).</summary>
internal static class EditDistance
{
    public static int Between(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j < row.Length; j++)
            row[j] = j;
        for (var i = 0; i < a.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 0; j < b.Length; j++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(a[i]) == char.ToLowerInvariant(b[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
