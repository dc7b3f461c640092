package io.bulkhead.processor;

import io.bulkhead.api.typed.Predict;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;
import org.pf4j.Extension;

/**
 * Writes a {@code RuntimeFactory} beside each class with a {@link Predict} method, called as the
 * class with {@code _Runtime} behind, and PF4J's index of extensions with it. Where PF4J's own
 * processor was there first, that has written the index without what is only written now; the
 * server finds it all the same.
 */
@SupportedAnnotationTypes("io.bulkhead.api.typed.Predict")
public final class PredictProcessor extends AbstractProcessor {
    private static final String INDEX = "META-INF/extensions.idx";

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        Set<TypeElement> classes = new LinkedHashSet<>();
        for (Element method : round.getElementsAnnotatedWith(Predict.class)) {
            classes.add((TypeElement) method.getEnclosingElement());
        }
        Set<String> extensions = new TreeSet<>();
        for (TypeElement type : classes) {
            try {
                RuntimeClass runtime = new RuntimeClass(type, new JavaTypes(processingEnv));
                write(runtime);
                extensions.add(runtime.adapterName());
            } catch (RefusedException e) {
                processingEnv
                        .getMessager()
                        .printMessage(Diagnostic.Kind.ERROR, e.reason(), e.place());
            }
        }
        if (!extensions.isEmpty()) {
            for (Element extension : round.getElementsAnnotatedWith(Extension.class)) {
                extensions.add(
                        processingEnv
                                .getElementUtils()
                                .getBinaryName((TypeElement) extension)
                                .toString());
            }
            writeIndex(extensions);
        }
        return false;
    }

    private void writeIndex(Set<String> extensions) {
        try (Writer out =
                processingEnv
                        .getFiler()
                        .createResource(StandardLocation.CLASS_OUTPUT, "", INDEX)
                        .openWriter()) {
            for (String extension : extensions) {
                out.write(extension + "\n");
            }
        } catch (IOException e) {
            processingEnv
                    .getMessager()
                    .printMessage(
                            Diagnostic.Kind.NOTE,
                            "adapters are not in " + INDEX + ", which there is already: " + e);
        }
    }

    private void write(RuntimeClass runtime) throws RefusedException {
        String source = new AdapterSource(runtime).text();
        try (Writer out =
                processingEnv
                        .getFiler()
                        .createSourceFile(runtime.adapterName(), runtime.type())
                        .openWriter()) {
            out.write(source);
        } catch (IOException e) {
            throw new RefusedException(
                    runtime.type(), "its adapter cannot be written: " + e.getMessage());
        }
    }
}
