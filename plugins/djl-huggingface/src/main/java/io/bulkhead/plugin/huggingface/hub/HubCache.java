package io.bulkhead.plugin.huggingface.hub;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One repository in the cache, as {@code huggingface_hub} lays it out: contents in {@code blobs}
 * under their checksums, {@code snapshots/<commit>} with links to them under their names, and
 * {@code refs/<branch>} with the commit that the branch was last seen at.
 */
record HubCache(Path root, RepositoryId id) {
    private static final int DEEPEST = 4;

    private Path folder() {
        return root.resolve(id.folderName());
    }

    /** The files of a commit, under their names. */
    Path snapshot(String commit) {
        return folder().resolve("snapshots").resolve(commit);
    }

    /** Where a content of this checksum lies. */
    Path blob(String etag) {
        return folder().resolve("blobs").resolve(etag);
    }

    /** What is locked while a content is fetched. */
    Path lock(String etag) {
        return root.resolve(".locks").resolve(id.folderName()).resolve(etag + ".lock");
    }

    /** The commit of the revision, as it was last seen. */
    Optional<String> commit() throws IOException {
        if (id.isPinned()) {
            return Optional.of(id.revision());
        }
        Path ref = ref();
        return Files.isRegularFile(ref)
                ? Optional.of(Files.readString(ref).strip()).filter(RepositoryId::isCommit)
                : Optional.empty();
    }

    private Path ref() {
        return folder().resolve("refs").resolve(id.revision());
    }

    /** Notes which commit the revision is at. */
    void remember(String commit) throws IOException {
        if (id.isPinned() || commit().filter(commit::equals).isPresent()) {
            return;
        }
        Path ref = ref();
        Files.createDirectories(ref.getParent());
        // Not a temporary file: other users of the cache could not read it.
        Path fresh = ref.resolveSibling("." + UUID.randomUUID());
        Files.writeString(fresh, commit);
        Files.move(fresh, ref, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The names of a commit's files that are here whole. */
    List<String> names(String commit) throws IOException {
        Path snapshot = snapshot(commit);
        if (!Files.isDirectory(snapshot)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(snapshot, DEEPEST)) {
            return files.filter(Files::isRegularFile) // a link that leads nowhere is none
                    .map(file -> snapshot.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    /** Gives a content its name in a commit. */
    void link(String commit, String name, String etag) throws IOException {
        Path link = snapshot(commit).resolve(name);
        Path blob = blob(etag);
        if (Files.isRegularFile(link) && Files.isSameFile(link, blob)) {
            return;
        }
        Path folder = Files.createDirectories(link.resolveSibling(".").normalize());
        Files.deleteIfExists(link); // to another content, or to none
        try {
            Files.createSymbolicLink(link, folder.relativize(blob));
        } catch (FileAlreadyExistsException e) {
            // another process was quicker: it links to the same
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(blob, link, StandardCopyOption.REPLACE_EXISTING); // no links here, as Python
        }
    }
}
