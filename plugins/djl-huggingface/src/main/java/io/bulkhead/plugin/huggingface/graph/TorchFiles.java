package io.bulkhead.plugin.huggingface.graph;

import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The TorchScript file of a folder, as {@code torch.jit.save} wrote it: by the names that people
 * and DJL give it, else the only one.
 */
public final class TorchFiles {
    /** What a file that is meant is mostly called, best first. */
    public static final List<String> NAMES = List.of("model.pt", "traced_model.pt");

    private static final List<String> ENDINGS = List.of(".pt", ".pth", ".ts", ".torchscript");
    private static final String DJL = "serving.properties";

    private final ModelFolder folder;

    TorchFiles(ModelFolder folder) {
        this.folder = folder;
    }

    /**
     * The file.
     *
     * @param wanted the name in the settings
     * @return empty if there is none, or several of which none has an expected name; and for
     *     pickled weights, which have the same endings
     */
    Optional<Path> script(Optional<String> wanted) {
        if (wanted.isPresent()) {
            return ENDINGS.stream().anyMatch(wanted.get()::endsWith)
                    ? folder.file(wanted.get())
                    : Optional.empty();
        }
        List<Path> scripts =
                ENDINGS.stream()
                        .flatMap(ending -> folder.files(ending).stream())
                        .flatMap(name -> folder.file(name).stream())
                        .filter(TorchArchive::isScript)
                        .toList();
        return names().stream()
                .flatMap(name -> scripts.stream().filter(path -> path.endsWith(name)))
                .findFirst()
                .or(() -> scripts.size() == 1 ? Optional.of(scripts.get(0)) : Optional.empty());
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        folder.file(DJL).map(TorchFiles::modelName).ifPresent(name -> names.add(name + ".pt"));
        names.addAll(NAMES);
        names.add(folder.name() + ".pt");
        return names;
    }

    /** What DJL Serving would open. */
    private static String modelName(Path file) {
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(ModelFolder.text(file)));
            return properties.getProperty("option.modelName", "model").strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text in memory
        } catch (IllegalArgumentException e) {
            return "model"; // a broken escape: DJL's file is not ours to judge
        }
    }
}
