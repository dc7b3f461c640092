package io.bulkhead.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the contract to a list that is checked in, so that a change to it shows in review. After a
 * change that is meant: {@code ./mvnw -pl plugin-api test -Dapi.update}.
 */
class ApiSignaturesTest {
    private static final Path LIST = Path.of("src", "test", "resources", "api-signatures.txt");

    @Test
    void theContractIsTheOneThatWasReviewed() throws Exception {
        List<String> signatures = List.copyOf(signatures());
        assertThat(signatures).hasSizeGreaterThan(200);
        if (System.getProperty("api.update") != null) {
            Files.createDirectories(LIST.getParent());
            Files.write(LIST, signatures);
        }
        assertThat(signatures).isEqualTo(Files.readAllLines(LIST));
    }

    private static NavigableSet<String> signatures() throws IOException, URISyntaxException {
        Path classes =
                Path.of(
                        RuntimeFactory.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        NavigableSet<String> signatures = new TreeSet<>();
        try (Stream<Path> files = Files.walk(classes)) {
            files.map(file -> classes.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("package-info"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .map(name -> load(name.replace('/', '.').replace('\\', '.')))
                    .filter(type -> isOpen(type.getModifiers()))
                    .forEach(type -> describe(type, signatures));
        }
        return signatures;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isOpen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static void describe(Class<?> type, NavigableSet<String> signatures) {
        signatures.add(kind(type) + " " + type.getName());
        Stream<Member> members =
                Stream.of(
                                type.getDeclaredConstructors(),
                                type.getDeclaredMethods(),
                                type.getDeclaredFields())
                        .flatMap(Stream::of);
        members.filter(member -> isOpen(member.getModifiers()) && !member.isSynthetic())
                .map(ApiSignaturesTest::text)
                .forEach(signatures::add);
    }

    /** Not {@link Class#toGenericString}, which says more on newer JDKs. */
    private static String kind(Class<?> type) {
        if (type.isInterface()) {
            return "interface";
        }
        if (type.isEnum()) {
            return "enum";
        }
        return type.isRecord() ? "record" : "class";
    }

    private static String text(Member member) {
        if (member instanceof Method method) {
            return method.toGenericString();
        }
        if (member instanceof Constructor<?> constructor) {
            return constructor.toGenericString();
        }
        return ((Field) member).toGenericString();
    }
}
