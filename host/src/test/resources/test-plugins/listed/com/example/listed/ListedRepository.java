package com.example.listed;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.repository.ModelRepository;
import io.bulkhead.api.repository.RepositoryContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** Serves what a file lists: a name of a model on each line, each fetched to the scratch folder. */
@Extension
public final class ListedRepository implements ModelRepository {
    private RepositoryContext context;

    @Override
    public String name() {
        return "listed";
    }

    @Override
    public Set<String> implementations() {
        return Set.of("my_package.ListedRepository");
    }

    @Override
    public void open(RepositoryContext context) {
        this.context = context;
        if (context.arguments().getString("list").isEmpty()) {
            throw ServingException.loadFailed("the argument 'list' is missing", null);
        }
    }

    @Override
    public List<Path> folders() {
        Path list = Path.of(context.arguments().getString("list").orElseThrow());
        try (Stream<String> names = Files.lines(list)) {
            return names.filter(name -> !name.isBlank()).map(this::fetched).toList();
        } catch (IOException e) {
            throw new ServingException(ErrorCode.UNAVAILABLE, "the list of models cannot be read");
        }
    }

    private Path fetched(String name) {
        try {
            Path folder = Files.createDirectories(context.scratchFolder().resolve(name));
            Path settings = folder.resolve("model-settings.json");
            if (!Files.exists(settings)) {
                Files.writeString(
                        settings, "{\"name\": \"" + name + "\", \"implementation\": \"doubling\"}");
            }
            return folder;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        System.setProperty("listed.closed", "yes");
    }
}
