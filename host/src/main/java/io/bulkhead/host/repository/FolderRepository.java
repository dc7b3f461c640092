package io.bulkhead.host.repository;

import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.config.ModelSettingsReader;
import io.bulkhead.host.config.SettingsException;
import io.bulkhead.host.plugin.PluginCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A folder of models as MLServer has it: every {@code model-settings.json} at any depth is a model,
 * hidden folders are not looked into. Beyond MLServer, a folder without settings that holds an
 * artefact which a runtime recognises is a model under the folder's name.
 */
public final class FolderRepository implements ModelRepository {
    private static final String SETTINGS = "model-settings.json";

    private final Path root;
    private final ModelSettingsReader reader;
    private final PluginCatalog plugins;
    private final Supplier<List<Path>> folders;

    /** Nothing is read yet. */
    public FolderRepository(Path root, ModelSettingsReader reader, PluginCatalog plugins) {
        this(root, reader, plugins, new FolderSearch(root)::folders);
    }

    /**
     * Nothing is read yet.
     *
     * @param root its plugins are for all models
     * @param folders tells where models are, each time anew, outer folders before inner ones
     */
    public FolderRepository(
            Path root,
            ModelSettingsReader reader,
            PluginCatalog plugins,
            Supplier<List<Path>> folders) {
        this.folders = folders;
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
        for (Path folder : folders.get()) {
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

    /** What a message calls it; a folder elsewhere is known by its name. */
    private String label(Path file) {
        if (file.startsWith(root)) {
            return root.relativize(file).toString();
        }
        Path parent = file.getParent();
        return nameOf(parent == null ? file : parent) + "/" + nameOf(file);
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
                    add(reader.read(settings, label(settings)));
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
                                        + label(first.folder())
                                        + "', which is served, and in '"
                                        + label(model.folder())
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
