package io.bulkhead.api.typed;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says more about an output than the type of the method's result (or the record component's name
 * and type) does. May be left out.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.RECORD_COMPONENT})
public @interface Output {
    /**
     * The output's name. If empty, that of the component; that of a method's result is {@code
     * output-0}, as in MLServer.
     */
    String value() default "";

    /** The content type by which it is encoded; as the type says if empty. */
    String contentType() default "";

    /**
     * The datatype of the output, where it is not the one of the Java type: the unsigned one of
     * equal width. {@code UINT8} or {@code INT8} make a {@code byte[]} a vector of numbers.
     */
    String datatype() default "";
}
