package io.bulkhead.host.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.bulkhead.api.error.ServingException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class LinkFailureTest {
    /** As libraries do it. */
    static final class Linked {
        static {
            System.load(System.getProperty("java.home") + "/no-such-library.so");
        }

        private Linked() {}

        static void use() {}
    }

    /** As ONNX Runtime does it: the error becomes an exception. */
    static final class Wrapped {
        static {
            link();
        }

        private Wrapped() {}

        private static void link() {
            try {
                System.loadLibrary("no-such-library");
            } catch (UnsatisfiedLinkError e) {
                throw new IllegalStateException("failed to load the library", e);
            }
        }

        static void use() {}
    }

    @Test
    void findsTheFirstFailureAndEveryLaterOne() {
        Throwable first = catchThrowable(Linked::use);
        Throwable second = catchThrowable(Linked::use);
        assertThat(second).isInstanceOf(NoClassDefFoundError.class);
        assertThat(LinkFailure.in(ServingException.loadFailed("load", first)))
                .hasValueSatisfying(said -> assertThat(said).contains("no-such-library"));
        assertThat(LinkFailure.in(ServingException.loadFailed("load", second))).isPresent();
    }

    @Test
    void findsWhatAStaticInitialiserFailedWith() {
        Throwable first = catchThrowable(Wrapped::use);
        assertThat(first).isInstanceOf(ExceptionInInitializerError.class);
        assertThat(LinkFailure.in(new CompletionException(first))).isPresent();
    }

    @Test
    void otherFailuresAreNone() {
        assertThat(LinkFailure.in(new IllegalStateException(UnsatisfiedLinkError.class.getName())))
                .isEmpty();
        assertThat(LinkFailure.in(new NoClassDefFoundError("com/example/Missing"))).isEmpty();
    }

    @Test
    void causesInACircleEnd() {
        IllegalStateException inner = new IllegalStateException("inner");
        inner.initCause(new IllegalStateException("outer", inner));
        assertThat(LinkFailure.in(inner)).isEmpty();
    }
}
