package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.bulkhead.host.runtime.process.child.ChildMain;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChildClassPathTest {
    /** The packages of the jars that children do not get. */
    private static final List<String> LEFT_OUT =
            List.of(
                    "com.fasterxml.jackson.annotation",
                    "com.fasterxml.jackson.databind",
                    "com.github.luben",
                    "com.github.mizosoft",
                    "com.google.gson",
                    "com.google.protobuf.util",
                    "com.google.rpc",
                    "io.bulkhead.client",
                    "io.grpc.health",
                    "io.grpc.protobuf.services",
                    "io.grpc.reflection",
                    "io.prometheus",
                    "javax.inject",
                    "me.tongfei",
                    "org.apache.commons",
                    "org.apache.maven",
                    "org.codehaus.plexus",
                    "org.eclipse",
                    "org.jline",
                    "org.tukaani",
                    "picocli");

    @Test
    void nothingThatAChildMayCallIsLeftOut() {
        Set<String> reached =
                new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("io.bulkhead")
                                .get(ChildMain.class)
                                .getTransitiveDependenciesFromSelf()
                                .stream()
                                .filter(call -> isOurs(call.getOriginClass()))
                                .filter(call -> isLeftOut(call.getTargetClass()))
                                .map(
                                        call ->
                                                call.getOriginClass().getName()
                                                        + " -> "
                                                        + call.getTargetClass().getName())
                                .collect(Collectors.toSet());

        assertThat(reached).isEmpty();
    }

    private static boolean isOurs(JavaClass type) {
        return type.getName().startsWith("io.bulkhead.");
    }

    private static boolean isLeftOut(JavaClass type) {
        return LEFT_OUT.stream().anyMatch(name -> type.getPackageName().startsWith(name));
    }

    @Test
    void whatIsNotAJarAndWhatIsNotKnownStays() {
        assertThat(ChildClassPath.of("/c/target/classes:/l/jetty-io-12.jar:/l/mine-1.jar", false))
                .isEqualTo("/c/target/classes:/l/mine-1.jar");
    }

    @Test
    void onlyAChildThatTracesHasTheLibraryForIt() {
        String path = "/l/opentelemetry-sdk-1.jar:/l/opentelemetry-api-1.jar";

        assertThat(ChildClassPath.of(path, true)).isEqualTo(path);
        assertThat(ChildClassPath.of(path, false)).isEqualTo("/l/opentelemetry-api-1.jar");
    }
}
