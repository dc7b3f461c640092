package io.bulkhead.processor;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.typed.adapter.ValueType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** What Java types are as tensors, as expressions of the adapter's source. */
final class JavaTypes {
    private static final String VALUE_TYPE = "io.bulkhead.api.typed.adapter.ValueType";

    private final Elements elements;
    private final Types types;

    JavaTypes(ProcessingEnvironment environment) {
        this.elements = environment.getElementUtils();
        this.types = environment.getTypeUtils();
    }

    /** Whether a type is this class, whatever its arguments. */
    boolean is(TypeMirror type, String className) {
        return type.getKind() == TypeKind.DECLARED
                && ((TypeElement) ((DeclaredType) type).asElement())
                        .getQualifiedName()
                        .contentEquals(className);
    }

    /** The argument of a type of this class with one; empty if it is another. */
    Optional<TypeMirror> argumentOf(TypeMirror type, String className) {
        if (!is(type, className) || ((DeclaredType) type).getTypeArguments().size() != 1) {
            return Optional.empty();
        }
        TypeMirror argument = ((DeclaredType) type).getTypeArguments().get(0);
        if (argument instanceof WildcardType wildcard) {
            return Optional.ofNullable(wildcard.getExtendsBound());
        }
        return Optional.of(argument);
    }

    Optional<TypeElement> recordOf(TypeMirror type) {
        if (type.getKind() != TypeKind.DECLARED) {
            return Optional.empty();
        }
        Element element = ((DeclaredType) type).asElement();
        return element.getKind() == ElementKind.RECORD
                ? Optional.of((TypeElement) element)
                : Optional.empty();
    }

    Elements elements() {
        return elements;
    }

    /** As it stands in source, without annotations. */
    String text(TypeMirror type) {
        if (type instanceof ArrayType array) {
            return text(array.getComponentType()) + "[]";
        } else if (type instanceof DeclaredType declared) {
            String name = ((TypeElement) declared.asElement()).getQualifiedName().toString();
            List<? extends TypeMirror> arguments = declared.getTypeArguments();
            return arguments.isEmpty()
                    ? name
                    : name
                            + "<"
                            + String.join(", ", arguments.stream().map(this::text).toList())
                            + ">";
        } else if (type instanceof WildcardType wildcard) {
            TypeMirror bound = wildcard.getExtendsBound();
            return bound == null ? "?" : "? extends " + text(bound);
        }
        return type.getKind().isPrimitive()
                ? types.getPrimitiveType(type.getKind()).toString()
                : type.toString();
    }

    /** As an argument of a generic type. */
    String boxed(TypeMirror type) {
        return type.getKind().isPrimitive()
                ? types.boxedClass(types.getPrimitiveType(type.getKind()))
                        .getQualifiedName()
                        .toString()
                : text(type);
    }

    private String classOf(TypeMirror type) {
        return text(types.erasure(type)) + ".class";
    }

    /**
     * The expression that makes the {@code ValueType}.
     *
     * @param place to blame
     * @param datatype as an annotation has it; empty if it has none
     * @param contentType as an annotation has it; empty if it has none
     */
    String valueType(Element place, TypeMirror type, String datatype, String contentType)
            throws RefusedException {
        Optional<TypeMirror> listed = argumentOf(type, "java.util.List");
        if (!datatype.isEmpty()) {
            checkDatatype(place, type, datatype);
            return VALUE_TYPE
                    + ".of("
                    + classOf(type)
                    + ", io.bulkhead.api.tensor.Datatype."
                    + datatype
                    + ")";
        } else if (listed.isPresent()) {
            if (is(listed.get(), "io.bulkhead.api.tensor.Tensor")) {
                throw unsupported(place, type);
            }
            return VALUE_TYPE + ".listOf(" + valueType(place, listed.get(), "", "") + ")";
        } else if (is(type, "io.bulkhead.api.tensor.Tensor")) {
            return VALUE_TYPE + ".tensor()";
        } else if (isElement(innermost(type, true))) {
            checkAccess(place, innermost(type, true));
            return VALUE_TYPE + ".of(" + classOf(type) + ")";
        } else if (!contentType.isEmpty() && type.getKind() == TypeKind.DECLARED) {
            return VALUE_TYPE + ".coded(" + classOf(type) + ", " + Source.quoted(contentType) + ")";
        }
        throw unsupported(place, type);
    }

    private RefusedException unsupported(Element place, TypeMirror type) {
        return new RefusedException(
                place,
                "type "
                        + type
                        + " is not supported; a plain type, an array or List of one, a record, or"
                        + " contentType in @Input or @Output is wanted");
    }

    static void checkAccess(Element place, TypeMirror type) throws RefusedException {
        if (type instanceof DeclaredType declared
                && declared.asElement().getModifiers().contains(Modifier.PRIVATE)) {
            throw new RefusedException(place, "type " + type + " must not be private");
        }
    }

    private void checkDatatype(Element place, TypeMirror type, String name)
            throws RefusedException {
        if (type.getKind() == TypeKind.DECLARED && unboxed(type).getKind() == TypeKind.DECLARED) {
            throw new RefusedException(
                    place, "datatype = \"" + name + "\" is for numbers and arrays of numbers");
        }
        Datatype datatype;
        try {
            datatype = Datatype.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(place, "there is no datatype \"" + name + "\"");
        }
        Optional<Class<?>> number = primitive(innermost(type, false));
        if (number.isEmpty() || !isFit(datatype, number.get())) {
            throw new RefusedException(place, "datatype " + name + " does not fit " + type);
        }
    }

    private static boolean isFit(Datatype datatype, Class<?> number) {
        try {
            var unused = ValueType.of(number, datatype);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What a type is, or is the box of. */
    private Optional<Class<?>> primitive(TypeMirror type) {
        return switch (unboxed(type).getKind()) {
            case BOOLEAN -> Optional.of(boolean.class);
            case BYTE -> Optional.of(byte.class);
            case SHORT -> Optional.of(short.class);
            case INT -> Optional.of(int.class);
            case LONG -> Optional.of(long.class);
            case FLOAT -> Optional.of(float.class);
            case DOUBLE -> Optional.of(double.class);
            default -> Optional.empty();
        };
    }

    /**
     * What arrays hold in the end.
     *
     * @param keepsBytes whether {@code byte[]} is one value
     */
    private TypeMirror innermost(TypeMirror type, boolean keepsBytes) {
        TypeMirror inner = type;
        while (inner instanceof ArrayType array && !(keepsBytes && isBytes(array))) {
            inner = array.getComponentType();
        }
        return inner;
    }

    private static boolean isBytes(TypeMirror type) {
        return type instanceof ArrayType array
                && array.getComponentType().getKind() == TypeKind.BYTE;
    }

    private TypeMirror unboxed(TypeMirror type) {
        try {
            return type.getKind() == TypeKind.DECLARED ? types.unboxedType(type) : type;
        } catch (IllegalArgumentException e) {
            return type;
        }
    }

    private boolean isElement(TypeMirror type) {
        return primitive(type).isPresent()
                || isBytes(type)
                || is(type, "java.lang.String")
                || is(type, "java.time.Instant")
                || isEnum(type);
    }

    private static boolean isEnum(TypeMirror type) {
        return type instanceof DeclaredType declared
                && declared.asElement().getKind() == ElementKind.ENUM;
    }

    /** Whether many of these are an array; else they are a list. */
    boolean manyAreArray(TypeMirror type, String datatype) {
        return type.getKind().isPrimitive()
                || (type.getKind() == TypeKind.ARRAY && (!isBytes(type) || !datatype.isEmpty()));
    }

    /** Many of these, as it stands in source. */
    String many(TypeMirror type, String datatype) {
        return manyAreArray(type, datatype)
                ? text(type) + "[]"
                : "java.util.List<" + boxed(type) + ">";
    }

    /** The expression that makes the {@code ValueType} of many of these. */
    String manyValueType(Element place, TypeMirror type, String datatype) throws RefusedException {
        if (manyAreArray(type, datatype)) {
            return valueType(place, types.getArrayType(type), datatype, "");
        } else if (!datatype.isEmpty()) {
            return valueType(place, type, datatype, "");
        }
        String one = valueType(place, type, "", "");
        if (one.endsWith(".tensor()")) {
            throw unsupported(place, type);
        }
        return VALUE_TYPE + ".listOf(" + one + ")";
    }

    /** Refuses a default that is none of the type's values. */
    void checkDefault(Element place, TypeMirror type, String text) throws RefusedException {
        if (isEnum(type)) {
            checkConstant(place, type, text);
            return;
        }
        try {
            literalType(type).literal(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(place, "default: " + e.getMessage());
        }
    }

    private ValueType<?> literalType(TypeMirror type) {
        return ValueType.of(primitive(type).orElseGet(() -> otherLiteral(type)));
    }

    private Class<?> otherLiteral(TypeMirror type) {
        if (is(type, "java.lang.String")) {
            return String.class;
        }
        // An array has no literal, and says so.
        return is(type, "java.time.Instant") ? Instant.class : double[].class;
    }

    private static void checkConstant(Element place, TypeMirror type, String text)
            throws RefusedException {
        List<String> names =
                ((DeclaredType) type)
                        .asElement().getEnclosedElements().stream()
                                .filter(each -> each.getKind() == ElementKind.ENUM_CONSTANT)
                                .map(each -> each.getSimpleName().toString())
                                .toList();
        if (!names.contains(text)) {
            throw new RefusedException(
                    place, "default: one of " + names + " is wanted, found '" + text + "'");
        }
    }

    /** Whether a request parameter can be of this type. */
    boolean isParameterType(TypeMirror type) {
        return switch (unboxed(type).getKind()) {
            case BOOLEAN, INT, LONG, FLOAT, DOUBLE -> true;
            default -> is(type, "java.lang.String") || isEnum(type);
        };
    }
}
