package io.bulkhead.host.environment.natives;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bulkhead.host.environment.natives.NativePlatform.Format;
import io.bulkhead.host.environment.natives.NativePlatform.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeLibraryReaderTest {
    private static final NativePlatform LINUX = new NativePlatform(Format.ELF, Machine.X86_64);
    private static final NativePlatform MAC = new NativePlatform(Format.MACH_O, Machine.AARCH64);
    private static final NativePlatform WINDOWS = new NativePlatform(Format.PE, Machine.X86_64);

    @TempDir private Path work;

    @Test
    void readsTheNameThatEachFormatGives() throws IOException {
        assertThat(innerName(LINUX, NativeImages.elf(Machine.X86_64, "libx.so.1")))
                .isEqualTo("libx.so.1");
        assertThat(innerName(MAC, NativeImages.machO(Machine.AARCH64, "@rpath/libx.1.dylib")))
                .isEqualTo("libx.1.dylib");
        assertThat(innerName(WINDOWS, NativeImages.pe(Machine.X86_64, "x.dll"))).isEqualTo("x.dll");
    }

    @Test
    void readsNarrowAndBigEndianElf() throws IOException {
        NativePlatform arm = new NativePlatform(Format.ELF, Machine.ARM);
        assertThat(innerName(arm, NativeImages.elf32BigEndian("libx.so.2"))).isEqualTo("libx.so.2");
    }

    @Test
    void readsTheSlicesOfAUniversalBinary() throws IOException {
        byte[] universal = NativeImages.universalMachO("/usr/lib/libx.dylib");
        assertThat(innerName(MAC, universal)).isEqualTo("libx.dylib");
        NativePlatform intel = new NativePlatform(Format.MACH_O, Machine.X86_64);
        assertThat(innerName(intel, universal)).isEqualTo("libx.dylib");
    }

    private String innerName(NativePlatform platform, byte[] image) throws IOException {
        List<NativeLibrary> found = read(platform, Map.of("a/b/file.so", image));
        assertThat(found).hasSize(1);
        return found.get(0).innerName();
    }

    @Test
    void readsARealLibrary() throws IOException {
        Path zip = Path.of(System.getProperty("java.home"), "lib", "libzip.so");
        assumeTrue(Files.exists(zip), "a JDK for Linux");
        List<NativeLibrary> found =
                read(NativePlatform.ofThisJvm(), Map.of("renamed.so", Files.readAllBytes(zip)));
        assertThat(found).hasSize(1);
        assertThat(found.get(0).names()).containsExactly("libzip.so", "renamed.so");
        assertThat(found.get(0).sha256()).matches("[0-9a-f]{64}");
    }

    @Test
    void passesOverOtherPlatforms() throws IOException {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("linux/libx.so", NativeImages.elf(Machine.X86_64, "libx.so.1"));
        all.put("arm/libx.so", NativeImages.elf(Machine.AARCH64, "libx.so.1"));
        all.put("mac/libx.dylib", NativeImages.machO(Machine.X86_64, "libx.dylib"));
        all.put("windows/x.dll", NativeImages.pe(Machine.X86_64, "x.dll"));
        all.put("x.class", new byte[100]);
        assertThat(read(LINUX, all)).extracting(NativeLibrary::fileName).containsExactly("libx.so");
        assertThat(read(MAC, all)).isEmpty();
        assertThat(read(WINDOWS, all))
                .extracting(NativeLibrary::innerName)
                .containsExactly("x.dll");
    }

    @Test
    void tellsBuildsApartByTheirHash() throws IOException {
        byte[] build = NativeImages.elf(Machine.X86_64, "libx.so.1");
        byte[] other = build.clone();
        other[900] = 1;
        List<NativeLibrary> found = read(LINUX, Map.of("libx.so", build, "liby.so", other));
        assertThat(found.get(0).sha256()).isNotEqualTo(found.get(1).sha256());
        assertThat(found.get(0).commonName(found.get(1))).hasValue("libx.so.1");
    }

    @Test
    void whatIsNoLibraryCountsByItsFilesName() throws IOException {
        List<NativeLibrary> found = read(LINUX, Map.of("a/libx.so", "no library".getBytes(UTF_8)));
        assertThat(found).hasSize(1);
        assertThat(found.get(0).names()).containsExactly("libx.so");
    }

    @Test
    void cutAndScrambledFilesNeitherFailNorHang() throws IOException {
        Random random = new Random(7);
        List<byte[]> images =
                List.of(
                        NativeImages.elf(Machine.X86_64, "libx.so.1"),
                        NativeImages.elf32BigEndian("libx.so.1"),
                        NativeImages.machO(Machine.AARCH64, "libx.dylib"),
                        NativeImages.universalMachO("libx.dylib"),
                        NativeImages.pe(Machine.X86_64, "x.dll"));
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] image = images.get(i % images.size()).clone();
            for (int change = 0; change < 4; change++) {
                image[random.nextInt(4, image.length)] = (byte) random.nextInt();
            }
            files.put(i + ".so", Arrays.copyOf(image, random.nextInt(image.length)));
            files.put(i + "-whole.so", image);
        }
        for (NativePlatform platform : List.of(LINUX, MAC, WINDOWS)) {
            assertThat(read(platform, files)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, ELF, X86_64",
        "Linux, aarch64, ELF, AARCH64",
        "Linux, s390x, ELF, OTHER",
        "FreeBSD, amd64, ELF, X86_64",
        "Mac OS X, aarch64, MACH_O, AARCH64",
        "Windows Server 2022, amd64, PE, X86_64",
    })
    void knowsWhatItRunsOn(String system, String machine, Format format, Machine known) {
        assertThat(NativePlatform.of(system, machine)).isEqualTo(new NativePlatform(format, known));
    }

    @ParameterizedTest
    @CsvSource({
        "linux/libx.so, true",
        "libx.so.1.2, true",
        "X.DLL, true",
        "libx.dylib, true",
        "libx.jnilib, true",
        "libx.so.md5, false",
        "also.class, false",
        "some/so, false",
    })
    void knowsLibrariesByTheirNames(String file, boolean library) {
        assertThat(NativeLibraryReader.isNamedAsOne(file)).isEqualTo(library);
    }

    private List<NativeLibrary> read(NativePlatform platform, Map<String, byte[]> files)
            throws IOException {
        Path jar = work.resolve("natives.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return new NativeLibraryReader(platform).read(jar);
    }
}
