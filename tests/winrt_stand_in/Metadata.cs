using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace WinGetPy.StandIn;

/// <summary>What an assembly or a winmd file declares in one namespace, one line a type, member or enum value.</summary>
public static class Metadata
{
    public static string[] Lines(string path, string inNamespace)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        var lines = new List<string>();
        foreach (var type in reader.TypeDefinitions.Select(reader.GetTypeDefinition))
        {
            if (reader.GetString(type.Namespace) == inNamespace && type.Attributes.HasFlag(TypeAttributes.Public))
                Declare(reader, type, lines);
        }
        return [.. lines];
    }

    static void Declare(MetadataReader reader, TypeDefinition type, List<string> lines)
    {
        var name = $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
        lines.Add($"{name}: {Kind(reader, type)}");
        foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition))
        {
            if (method.Attributes.HasFlag(MethodAttributes.Public))
                lines.Add($"{name}.{Signature(reader, method)}");
        }
        foreach (var field in type.GetFields().Select(reader.GetFieldDefinition))
        {
            if (!field.Attributes.HasFlag(FieldAttributes.Public) || field.Attributes.HasFlag(FieldAttributes.SpecialName))
                continue;
            lines.Add(field.GetDefaultValue().IsNil
                ? $"{name}.{reader.GetString(field.Name)}: {field.DecodeSignature(Names.Of, null)}"
                : $"{name}.{reader.GetString(field.Name)} = {Value(reader, field)}");
        }
    }

    static string Kind(MetadataReader reader, TypeDefinition type)
    {
        if (type.Attributes.HasFlag(TypeAttributes.Interface))
            return "interface";
        return Names.Named(reader, type.BaseType) switch
        {
            "System.Enum" => "enum",
            "System.ValueType" => "struct",
            "System.MulticastDelegate" => "delegate",
            _ => "class",
        };
    }

    static string Signature(MetadataReader reader, MethodDefinition method)
    {
        var signature = method.DecodeSignature(Names.Of, null);
        var name = reader.GetString(method.Name).Replace("set_", "put_");
        var scope = method.Attributes.HasFlag(MethodAttributes.Static) ? "static " : "";
        return $"{name}({string.Join(", ", signature.ParameterTypes)}): {scope}{signature.ReturnType}";
    }

    static object? Value(MetadataReader reader, FieldDefinition field)
    {
        var constant = reader.GetConstant(field.GetDefaultValue());
        return reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode);
    }

    /// <summary>Types as text, with their full names.</summary>
    sealed class Names : ISignatureTypeProvider<string, object?>
    {
        public static readonly Names Of = new();

        public static string Named(MetadataReader reader, EntityHandle handle) => handle.Kind switch
        {
            HandleKind.TypeDefinition => Of.GetTypeFromDefinition(reader, (TypeDefinitionHandle)handle, 0),
            HandleKind.TypeReference => Of.GetTypeFromReference(reader, (TypeReferenceHandle)handle, 0),
            _ => "",
        };

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeDefinition(handle);
            return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
        }

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeReference(handle);
            return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
        }

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
            $"{genericType}<{string.Join(", ", typeArguments)}>";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();
        public string GetSZArrayType(string elementType) => $"{elementType}[]";
        public string GetByReferenceType(string elementType) => $"{elementType}&";
        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;
        public string GetGenericTypeParameter(object? genericContext, int index) => $"T{index}";
        public string GetGenericMethodParameter(object? genericContext, int index) => $"M{index}";
        public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[*]";
        public string GetPointerType(string elementType) => $"{elementType}*";
        public string GetPinnedType(string elementType) => elementType;
        public string GetFunctionPointerType(MethodSignature<string> signature) => "function";
        public string GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte kind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, context);
    }
}
