using System.Reflection;

namespace SolConnect.Relay.Tests.PublicApi;

/// <summary>Types as they are written in C#, with the question marks of what may be null.</summary>
internal static class ApiNames
{
    public static string Of(ParameterInfo parameter) =>
        Of(parameter.ParameterType) + Mark(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));

    public static string Of(PropertyInfo property) =>
        Of(property.PropertyType) + Mark(property.PropertyType, new NullabilityInfoContext().Create(property));

    public static string Of(FieldInfo field) =>
        Of(field.FieldType) + Mark(field.FieldType, new NullabilityInfoContext().Create(field));

    public static string Of(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + Of(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Of(type.GetElementType()!) + "[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        var name = type.Name.Split('`')[0];
        return type.IsGenericType
            ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : name;
    }

    public static string Header(Type type)
    {
        var bases = new List<string>();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && !type.IsEnum)
        {
            bases.Add(Of(parent));
        }

        if (!type.IsEnum)
        {
            var inherited = type.BaseType?.GetInterfaces() ?? [];
            bases.AddRange(type.GetInterfaces().Except(inherited).Where(one => one.IsVisible).Select(Of).Order(StringComparer.Ordinal));
        }

        return $"{Of(type)} ({Kind(type)}){(bases.Count > 0 ? $" : {string.Join(", ", bases)}" : "")}";
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Mark(Type type, NullabilityInfo nullability)
    {
        var state = nullability.ReadState == NullabilityState.Unknown ? nullability.WriteState : nullability.ReadState;
        return !type.IsValueType && !type.IsByRef && state == NullabilityState.Nullable ? "?" : "";
    }
}
