package io.bulkhead.host;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/**
 * Requests go down by calls, answers come back as values: no lower layer knows one above it. Rules
 * are plain tests, since a rule that finds no class, or is not run, passes in silence.
 */
class ArchitectureTest {
    private static final String HOST = "io.bulkhead.host";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(HOST);

    @Test
    void seesTheWholeServer() {
        assertThat(CLASSES.size()).isGreaterThan(200);
        assertThat(CLASSES.stream().map(type -> type.getPackageName()).distinct())
                .hasSizeGreaterThan(15)
                .contains(HOST + ".rest", HOST + ".grpc", HOST + ".runtime.process.child");
    }

    @Test
    void requestsGoDownOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("entry")
                .definedBy(HOST, HOST + ".cli..", HOST + ".runtime.process.child")
                .layer("wire")
                .definedBy(HOST + ".rest..", HOST + ".grpc..", HOST + ".openapi..")
                .layer("json")
                .definedBy(HOST + ".codec.json..")
                .layer("plane")
                .definedBy(HOST + ".dataplane..", HOST + ".controlplane..")
                .layer("model")
                .definedBy(HOST + ".model..", HOST + ".repository..")
                .layer("runtime")
                .definedBy(
                        HOST + ".runtime",
                        HOST + ".runtime.process",
                        HOST + ".runtime.process.python")
                .layer("codec")
                .definedBy(HOST + ".codec.content..")
                .layer("plugin")
                .definedBy(HOST + ".plugin..", HOST + ".environment..")
                .layer("everywhere")
                .definedBy(HOST + ".config..", HOST + ".telemetry..", HOST + ".tls..")
                .whereLayer("entry")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("wire")
                .mayOnlyBeAccessedByLayers("entry")
                .whereLayer("json")
                .mayOnlyBeAccessedByLayers("entry", "wire")
                .whereLayer("plane")
                .mayOnlyBeAccessedByLayers("entry", "wire", "json")
                .whereLayer("model")
                .mayOnlyBeAccessedByLayers("entry", "wire", "json", "plane")
                .whereLayer("runtime")
                .mayOnlyBeAccessedByLayers("entry", "plane", "model")
                .whereLayer("codec")
                .mayOnlyBeAccessedByLayers("entry", "wire", "runtime")
                .whereLayer("plugin")
                .mayOnlyBeAccessedByLayers("entry", "plane", "model", "runtime")
                .whereLayer("everywhere")
                .mayNotAccessAnyLayer()
                .check(CLASSES);
    }

    @Test
    void theWireFormsAreKnownToThoseWhoSendThem() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        HOST + ".dataplane..",
                        HOST + ".controlplane..",
                        HOST + ".model..",
                        HOST + ".plugin..",
                        HOST + ".config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.bulkhead.codec.json..",
                        "io.bulkhead.codec.proto..",
                        "io.bulkhead.codec.binary..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(HOST + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void wiresDoNotKnowEachOther() {
        onlyIn(HOST + ".rest", HOST + ".grpc..").check(CLASSES);
        onlyIn(HOST + ".grpc", HOST + ".rest..").check(CLASSES);
    }

    private static ArchRule onlyIn(String from, String to) {
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(to);
    }

    @Test
    void thePluginFrameworkIsKnownToOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(HOST + ".plugin")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.pf4j..")
                .check(CLASSES);
    }

    @Test
    void theEnvironmentIsReadInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(HOST + ".config")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(CLASSES);
    }

    @Test
    void nothingRunsOnTheCommonPool() {
        nothingOnTheCommonPool().check(CLASSES);
    }

    @Test
    void theRuleAgainstTheCommonPoolFindsIt() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        assertThatThrownBy(() -> nothingOnTheCommonPool().check(offender))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("supplyAsync");
    }

    private static ArchRule nothingOnTheCommonPool() {
        return noClasses()
                .should()
                .callMethodWhere(
                        describe(
                                "an asynchronous stage without an executor",
                                ArchitectureTest::isAsyncWithoutExecutor))
                .orShould()
                .callMethod(ForkJoinPool.class, "commonPool")
                .orShould()
                .callMethod(Collection.class, "parallelStream");
    }

    private static boolean isAsyncWithoutExecutor(JavaAccess<?> access) {
        return access instanceof JavaCall<?> call
                && call.getTargetOwner().isAssignableTo(CompletionStage.class)
                && call.getName().endsWith("Async")
                && call.getTarget().getRawParameterTypes().stream()
                        .noneMatch(type -> type.isEquivalentTo(Executor.class));
    }

    /** What nobody may do. */
    static final class Offender {
        static CompletableFuture<String> answer() {
            return CompletableFuture.supplyAsync(() -> "on the common pool");
        }
    }
}
