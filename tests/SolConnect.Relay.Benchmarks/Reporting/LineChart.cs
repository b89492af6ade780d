using System.Globalization;
using System.Net;
using System.Text;

namespace SolConnect.Relay.Benchmarks.Reporting;

/// <summary>Lines over two logarithmic axes, as an SVG that stands by itself.</summary>
internal sealed class LineChart(string title, string xTitle, string yTitle)
{
    private const int Width = 760;
    private const int Height = 400;
    private const int Left = 70;
    private const int Right = 190;
    private const int Top = 40;
    private const int Bottom = 50;

    // Told apart by people who do not see all colours; each line has its name beside its end as well.
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7"];

    private readonly List<(string Name, IReadOnlyList<(double X, double Y)> Points)> _lines = [];

    public void Add(string name, IReadOnlyList<(double X, double Y)> points) => _lines.Add((name, points));

    public void Save(string path)
    {
        var points = _lines.SelectMany(line => line.Points).ToList();
        var (x, y) = (new Axis(points.Select(point => point.X)), new Axis(points.Select(point => point.Y)));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12" role="img">
            <title>{Text(title)}</title>
            <rect width="100%" height="100%" fill="white"/>
            <text x="{Left}" y="22" font-size="15">{Text(title)}</text>
            <text x="{(Left + Width - Right) / 2}" y="{Height - 12}" text-anchor="middle">{Text(xTitle)}</text>
            <text x="18" y="{(Top + Height - Bottom) / 2}" text-anchor="middle" transform="rotate(-90 18 {(Top + Height - Bottom) / 2})">{Text(yTitle)}</text>

            """);
        foreach (var decade in x.Decades)
        {
            var at = X(x, decade);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{at:0.#}\" x2=\"{at:0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"#ddd\"/>");
            svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{at:0.#}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{decade:#,0.###}</text>");
        }

        foreach (var decade in y.Decades)
        {
            var at = Y(y, decade);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{at:0.#}\" y2=\"{at:0.#}\" stroke=\"#ddd\"/>");
            svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{at + 4:0.#}\" text-anchor=\"end\">{decade:#,0.###}</text>");
        }

        for (var index = 0; index < _lines.Count; index++)
        {
            var (name, line) = _lines[index];
            var colour = Colours[index % Colours.Length];
            var corners = string.Join(' ', line.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(x, point.X):0.#},{Y(y, point.Y):0.#}")));
            svg.AppendLine(CultureInfo.InvariantCulture, $"<polyline points=\"{corners}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
            foreach (var point in line)
            {
                svg.AppendLine(CultureInfo.InvariantCulture, $"<circle cx=\"{X(x, point.X):0.#}\" cy=\"{Y(y, point.Y):0.#}\" r=\"3\" fill=\"{colour}\"/>");
            }

            svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{X(x, line[^1].X) + 8:0.#}\" y=\"{Y(y, line[^1].Y) + 4:0.#}\" fill=\"{colour}\">{Text(name)}</text>");
        }

        svg.AppendLine("</svg>");
        File.WriteAllText(path, svg.ToString());
    }

    private static double X(Axis axis, double value) => Left + (axis.Part(value) * (Width - Left - Right));

    private static double Y(Axis axis, double value) => Height - Bottom - (axis.Part(value) * (Height - Top - Bottom));

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>From a power of ten to another.</summary>
    private readonly struct Axis
    {
        private readonly double _from;
        private readonly double _to;

        public Axis(IEnumerable<double> values)
        {
            var all = values.ToList();
            _from = Math.Floor(Math.Log10(all.Min()));
            _to = Math.Max(_from + 1, Math.Ceiling(Math.Log10(all.Max())));
        }

        public IEnumerable<double> Decades
        {
            get
            {
                for (var exponent = _from; exponent <= _to; exponent++)
                {
                    yield return Math.Pow(10, exponent);
                }
            }
        }

        public double Part(double value) => (Math.Log10(value) - _from) / (_to - _from);
    }
}
