package io.bulkhead.api.typed;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says more about an input than the parameter's (or record component's) name and type do. May be
 * left out.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface Input {
    /** What stands for "none" where an empty text means itself. */
    String NONE = "\0";

    /** The input's name; that of the parameter if empty. */
    String value() default "";

    /**
     * The content type by which it is decoded where neither request nor settings name one; as the
     * type says if empty.
     */
    String contentType() default "";

    /**
     * The datatype in the model's metadata, where it is not the one of the Java type: the unsigned
     * one of equal width. {@code UINT8} or {@code INT8} make a {@code byte[]} a vector of numbers.
     */
    String datatype() default "";

    /**
     * The dimensions that are wanted, {@code -1} for any, as many as the type has; a request of
     * other sizes is refused. Any sizes if empty.
     */
    long[] shape() default {};

    /**
     * The value of an input that is left out, as text: for numbers, booleans, {@code String}, enums
     * and {@code Instant}, one element.
     */
    String defaultValue() default NONE;
}
