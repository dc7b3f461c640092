package io.bulkhead.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles one source as an author's build does, with every warning on. */
final class Compilation {
    private final Path output;
    private final List<Diagnostic<? extends JavaFileObject>> diagnostics;

    private Compilation(Path output, List<Diagnostic<? extends JavaFileObject>> diagnostics) {
        this.output = output;
        this.diagnostics = diagnostics;
    }

    static Compilation of(Path output, String name, String source, Processor... processors)
            throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = javac.getStandardFileManager(collector, null, UTF_8)) {
            JavaCompiler.CompilationTask task =
                    javac.getTask(
                            null,
                            files,
                            collector,
                            List.of(
                                    "--release",
                                    "17",
                                    "-Xlint:all,-processing,-options,-path,-classfile",
                                    "-d",
                                    output.toString(),
                                    "-s",
                                    output.toString()),
                            null,
                            List.of(new Text(name, source)));
            task.setProcessors(List.of(processors));
            task.call();
        }
        return new Compilation(output, collector.getDiagnostics());
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Warnings and errors, each with the line that it is said of. */
    List<String> messages() {
        List<String> messages = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> each : diagnostics) {
            if (each.getKind() == Diagnostic.Kind.NOTE) {
                continue;
            }
            messages.add(
                    each.getKind()
                            + " "
                            + each.getLineNumber()
                            + ": "
                            + each.getMessage(Locale.ROOT));
        }
        return messages;
    }

    String file(String path) throws IOException {
        return Files.readString(output.resolve(path));
    }
}
