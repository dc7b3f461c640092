package io.bulkhead.host.repository;

import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.config.ModelSettingsReader;
import io.bulkhead.host.config.SettingsException;
import io.bulkhead.host.plugin.PluginCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of models as MLServer has it: every {@code model-settings.json} at any depth is a model,
 * hidden folders are not looked into. Beyond MLServer, a folder without settings that holds an
 * artefact which a runtime recognises is a model under the folder's name.
 */
public final class FolderRepository implements ModelRepository {
    private static final String SETTINGS = "model-settings.json";
    private static final int MAX_DEPTH = 64;

    private final Path root;
    private final ModelSettingsReader reader;
    private final PluginCatalog plugins;

    /** Nothing is read yet. */
    public FolderRepository(Path root, ModelSettingsReader reader, PluginCatalog plugins) {
        this.root = root;
        this.reader = reader;
        this.plugins = plugins;
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public Listing list() {
        Reading reading = new Reading();
        for (Path folder : folders()) {
            reading.read(folder);
        }
        if (reading.models.isEmpty()) {
            reading.readEnvironment();
        }
        return reading.listing();
    }

    @Override
    public Listing find(String name) {
        Listing all = list();
        return new Listing(
                all.models().stream().filter(model -> model.id().name().equals(name)).toList(),
                all.faults().stream().filter(fault -> fault.folder().equals(name)).toList());
    }

    /** Folders that declare a model, or may be one without saying so. */
    private List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        try {
            Files.walkFileTree(
                    root,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    MAX_DEPTH,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            if (!folder.equals(root) && nameOf(folder).startsWith(".")) {
                                return FileVisitResult.SKIP_SUBTREE;
                            }
                            folders.add(folder);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            // Gone while we looked, or not ours to read: not a model.
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        folders.sort(Comparator.naturalOrder());
        return folders;
    }

    private static String nameOf(Path folder) {
        Path name = folder.getFileName();
        return name == null ? "" : name.toString();
    }

    /** One pass over the folders. */
    private final class Reading {
        private final Map<ModelId, ModelDefinition> models = new HashMap<>();
        private final List<Fault> faults = new ArrayList<>();
        private final List<Path> declared = new ArrayList<>();

        void read(Path folder) {
            Path settings = folder.resolve(SETTINGS);
            if (Files.isRegularFile(settings)) {
                declared.add(folder);
                try {
                    add(reader.read(settings, root.relativize(settings).toString()));
                } catch (SettingsException e) {
                    faults.add(new Fault(nameOf(folder), e.reason()));
                }
            } else if (declared.stream().noneMatch(folder::startsWith)) {
                // Below a declared model everything is its artefact.
                try {
                    undeclared(folder).ifPresent(this::add);
                } catch (SettingsException e) {
                    faults.add(new Fault(nameOf(folder), e.reason()));
                }
            }
        }

        void readEnvironment() {
            try {
                reader.ofEnvironment(root).ifPresent(this::add);
            } catch (SettingsException e) {
                faults.add(new Fault(nameOf(root), e.reason()));
            }
        }

        private Optional<ModelDefinition> undeclared(Path folder) {
            return plugins.recognise(folder, root)
                    .map(
                            found -> {
                                declared.add(folder);
                                return reader.undeclared(
                                        folder,
                                        nameOf(folder),
                                        found.runtime().name(),
                                        nameOf(found.artifact()));
                            });
        }

        void add(ModelDefinition model) {
            ModelDefinition first = models.putIfAbsent(model.id(), model);
            if (first != null) {
                faults.add(
                        new Fault(
                                nameOf(model.folder()),
                                "model '"
                                        + model.id()
                                        + "' is declared twice: in folder '"
                                        + root.relativize(first.folder())
                                        + "', which is served, and in '"
                                        + root.relativize(model.folder())
                                        + "'"));
            }
        }

        Listing listing() {
            List<ModelDefinition> sorted = new ArrayList<>(models.values());
            sorted.sort(
                    Comparator.comparing((ModelDefinition model) -> model.id().name())
                            .thenComparing(model -> model.id().version()));
            return new Listing(sorted, faults);
        }
    }
}
