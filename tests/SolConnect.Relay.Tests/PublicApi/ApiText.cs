using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace SolConnect.Relay.Tests.PublicApi;

/// <summary>An assembly's public surface as sorted text: what a program outside can compile against.</summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static |
        BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(type.Namespace).Append('.').Append(ApiNames.Header(type)).Append('\n');
            foreach (var member in MembersOf(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> MembersOf(Type type) => type.IsEnum
        ? type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(EnumValue)
        : type.GetMembers(Declared).Where(IsWritten).Select(Describe).OfType<string>();

    private static string EnumValue(FieldInfo field)
    {
        var value = Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{field.Name} = {value}");
    }

    // What the compiler makes for every record says nothing about this library.
    private static bool IsWritten(MemberInfo member) =>
        !member.IsDefined(typeof(CompilerGeneratedAttribute)) && !member.Name.Contains('<', StringComparison.Ordinal);

    private static string? Describe(MemberInfo member) => member switch
    {
        ConstructorInfo made when IsVisible(made) => $"{Access(made)}ctor({Parameters(made)})",
        MethodInfo { IsSpecialName: false } method when IsVisible(method) => DescribeMethod(method),
        MethodInfo { IsSpecialName: true } method when method.Name.StartsWith("op_", StringComparison.Ordinal) =>
            DescribeMethod(method),
        PropertyInfo property when Accessors(property).Any(IsVisible) => DescribeProperty(property),
        EventInfo { AddMethod: { } add } raised when IsVisible(add) =>
            $"{Access(add)}event {ApiNames.Of(raised.EventHandlerType!)} {raised.Name}",
        FieldInfo { IsPublic: true } field =>
            $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{ApiNames.Of(field)} {field.Name}",
        _ => null,
    };

    private static string DescribeMethod(MethodInfo method)
    {
        var generic = method.IsGenericMethod
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>"
            : "";
        return $"{Access(method)}{ApiNames.Of(method.ReturnParameter)} {method.Name}{generic}({Parameters(method)})";
    }

    private static string DescribeProperty(PropertyInfo property)
    {
        var visible = Accessors(property).Where(IsVisible).ToList();
        var setter = property.SetMethod is { } set && IsVisible(set)
            ? IsInit(set) ? " init;" : " set;"
            : "";
        var getter = property.GetMethod is { } get && IsVisible(get) ? " get;" : "";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Access(visible[0])}{required}{ApiNames.Of(property)} {property.Name} {{{getter}{setter} }}";
    }

    private static IEnumerable<MethodInfo> Accessors(PropertyInfo property) =>
        property.GetAccessors(nonPublic: true).OrderBy(accessor => accessor.Name, StringComparer.Ordinal);

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsVisible(MethodBase method) =>
        method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) =>
        (method.IsPublic ? "" : "protected ") + (method.IsStatic ? "static " : "");

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var value = parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "";
        return $"{ApiNames.Of(parameter)} {parameter.Name}{value}";
    }
}
