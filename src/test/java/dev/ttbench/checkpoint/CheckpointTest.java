package dev.ttbench.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.spec.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers of safetensors and GGUF files, right and wrong ones. */
class CheckpointTest {
    private static final String HEADER = "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"net.layers.0.w\":{\"dtype\":\"F16\",\"shape\":[2,3],\"data_offsets\":[0,12]},"
            + "\"net.layers.1.w\":{\"dtype\":\"F16\",\"shape\":[2,3],\"data_offsets\":[12,24]},"
            + "\"net.layers.2.w\":{\"dtype\":\"F16\",\"shape\":[3,3],\"data_offsets\":[24,42]},"
            + "\"net.layers.10.w\":{\"dtype\":\"F16\",\"shape\":[3,3],\"data_offsets\":[42,60]},"
            + "\"head.bias\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[60,64]},"
            + "\"ids\":{\"dtype\":\"I64\",\"shape\":[4],\"data_offsets\":[64,96]}}";

    @TempDir
    private Path folder;

    private Path safetensors(String name, String header, int data) throws IOException {
        byte[] h = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer b = ByteBuffer.allocate(8 + h.length + data).order(ByteOrder.LITTLE_ENDIAN).putLong(h.length).put(h);
        return Files.write(folder.resolve(name), b.array());
    }

    private static String refused(Path p) {
        return assertThrows(InputException.class, () -> Checkpoint.read(p.toString())).problems().get(0).text().replace(p.getParent() + "/", "");
    }

    @Test
    void sumsByTypeAndBlock() throws IOException {
        Checkpoint c = Checkpoint.read(safetensors("a.safetensors", HEADER, 96).toString());
        assertEquals(31, c.parameters());
        assertEquals(96, c.bytes());
        assertEquals(List.of("f16 4 30 60", "f32 1 1 4", "i64 1 0 32"), c.byDtype().stream().map(s -> s.name() + " " + s.tensors() + " " + s.parameters() + " " + s.bytes()).toList());
        assertEquals(List.of("head 1 1", "ids 1 0", "net.layers.0-1 2 12", "net.layers.2 1 9", "net.layers.10 1 9"),
                c.byBlock().stream().map(s -> s.name() + " " + s.count() + " " + s.parameters()).toList());
    }

    @Test
    void anIndexNamesItsFiles() throws IOException {
        safetensors("m-1.safetensors", "{\"a\":{\"dtype\":\"BF16\",\"shape\":[5],\"data_offsets\":[0,10]}}", 10);
        safetensors("m-2.safetensors", "{\"b\":{\"dtype\":\"F8_E4M3\",\"shape\":[7],\"data_offsets\":[0,7]}}", 7);
        Path index = Files.writeString(folder.resolve("m.safetensors.index.json"), "{\"metadata\":{\"total_size\":17},\"weight_map\":{\"a\":\"m-1.safetensors\",\"b\":\"m-2.safetensors\"}}");
        Checkpoint c = Checkpoint.read(index.toString());
        assertEquals(12, c.parameters());
        assertEquals(2, c.files().size());
        Files.writeString(index, "{\"weight_map\":{\"a\":\"../m-1.safetensors\"}}");
        assertEquals("m.safetensors.index.json: '../m-1.safetensors' is no name of a file beside the index", refused(index));
        Files.writeString(index, "{\"weight_map\":{\"a\":\"m-3.safetensors\"}}");
        assertTrue(refused(index).startsWith("m-3.safetensors: there is no such file"));
        Files.writeString(index, "{\"weight_map\":{}}");
        assertEquals("m.safetensors.index.json: the index has no 'weight_map' with files", refused(index));
        safetensors("m-2.safetensors", "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[7],\"data_offsets\":[0,7]}}", 7);
        Files.writeString(index, "{\"weight_map\":{\"a\":\"m-1.safetensors\",\"b\":\"m-2.safetensors\"}}");
        assertEquals("m.safetensors.index.json: the tensor 'a' is described twice", refused(index));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,5]}}~5~b.safetensors: the tensor 'a' of shape [2] and type F16 takes 4 bytes; its offsets say 5",
        "{\"a\":{\"dtype\":\"F17\",\"shape\":[2],\"data_offsets\":[0,4]}}~4~b.safetensors: the tensor 'a' has the unknown type 'F17'",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[2]}}~4~b.safetensors: the tensor 'a' has no dtype, shape or data_offsets",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[-2],\"data_offsets\":[0,4]}}~4~b.safetensors: the tensor 'a': a list of integers from 0 expected",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}}~4~b.safetensors: the tensor 'a' of shape [4294967296, 4294967296] is past 2^63 - 1",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[4,8]}}~8~`b.safetensors: the data of 'a' start at 4, expected 0\n  tensors follow one another without gaps`",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}~9~`b.safetensors: the header describes 4 bytes of data, the file holds 9\n  was it downloaded in full?`",
        "{\"a\":1}~0~b.safetensors: the tensor 'a' is not described by an object", "[]~0~b.safetensors: its header is no JSON object",
    })
    void wrongHeadersAreRefused(String header, int data, String message) throws IOException {
        assertEquals(message, refused(safetensors("b.safetensors", header, data)));
    }

    @Test
    void whatIsNoSafetensorsFileIsSaid() throws IOException {
        Path p = Files.write(folder.resolve("c.safetensors"), new byte[] {1, 2, 3});
        assertTrue(refused(p).contains("this is no safetensors file"));
        Files.write(p, ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN).putLong(Long.MAX_VALUE).array());
        assertTrue(refused(p).contains("this is no safetensors file"));
        assertTrue(refused(folder.resolve("none.safetensors")).contains("there is no such file"));
    }

    /** Writes GGUF. */
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes u32(long v) {
            out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) v).array());
            return this;
        }

        Bytes u64(long v) {
            out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(v).array());
            return this;
        }

        Bytes text(String s) {
            u64(s.length());
            out.writeBytes(s.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        Bytes tensor(String name, int type, long... dims) {
            text(name).u32(dims.length);
            for (long d : dims) {
                u64(d);
            }
            return u32(type).u64(0);
        }

        Path write(Path p, int data) throws IOException {
            out.writeBytes(new byte[data]);
            return Files.write(p, out.toByteArray());
        }
    }

    private static Bytes gguf(long tensors, long keys) {
        return new Bytes().u32(0x46554747).u32(3).u64(tensors).u64(keys);
    }

    @Test
    void ggufTypesAndMetadata() throws IOException {
        Bytes b = gguf(3, 3).text("general.name").u32(8).text("a model").text("x").u32(9).u32(8).u64(2).text("one").text("two").text("y").u32(9).u32(5).u64(3).u32(1).u32(2).u32(3);
        b.tensor("blk.0.w", 12, 256, 3).tensor("blk.1.w", 12, 256, 3).tensor("norm", 0, 5);
        Checkpoint c = Checkpoint.read(b.write(folder.resolve("a.gguf"), 1000).toString());
        assertEquals(2 * 768 + 5, c.parameters());
        assertEquals(2 * 3 * 144 + 20, c.bytes());
        assertEquals(List.of("blk.0-1", "norm"), c.byBlock().stream().map(Checkpoint.Sum::name).toList());
    }

    @Test
    void wrongGgufIsRefused() throws IOException {
        Path p = folder.resolve("w.gguf");
        gguf(1, 0).tensor("w", 12, 100, 3).write(p, 0);
        assertEquals("w.gguf: the tensor 'w' has rows of 100; q4_k packs 256 values together", refused(p));
        gguf(1, 0).tensor("w", 99, 256).write(p, 0);
        assertEquals("w.gguf: the tensor 'w' has the unknown type 99", refused(p));
        gguf(1, 0).tensor("w", 0, 1L << 40).write(p, 0);
        assertTrue(refused(p).contains("was it downloaded in full?"));
        gguf(1L << 40, 0).write(p, 0);
        assertTrue(refused(p).contains("at most 1000000 are read"));
        gguf(0, 1).text("a").u32(9).u32(4).u64(1L << 61).write(p, 0);
        assertTrue(refused(p).contains("its header is longer") || refused(p).contains("past 2^63"), refused(p));
        gguf(2, 0).tensor("w", 0, 2).write(p, 0);
        assertTrue(refused(p).contains("the header ends too early"));
        Files.writeString(p, "GGML and more");
        assertTrue(refused(p).contains("this is no GGUF file"));
    }

    /** Bytes changed at random end in a report or a message, never in anything else. */
    @Test
    void damagedFilesAreReportedOrRefused() throws IOException {
        byte[] safe = Files.readAllBytes(safetensors("d.safetensors", HEADER, 96));
        byte[] gguf = Files.readAllBytes(gguf(1, 1).text("k").u32(9).u32(8).u64(1).text("v").tensor("blk.0.w", 1, 4, 4).write(folder.resolve("d.gguf"), 64));
        Random random = new Random(11);
        for (int i = 0; i < 3000; i++) {
            byte[] of = i % 2 == 0 ? safe : gguf;
            byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(of, random.nextInt(of.length)) : of.clone();
            for (int k = 0; k < 1 + random.nextInt(3) && bytes.length > 0; k++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Path p = Files.write(folder.resolve(i % 2 == 0 ? "r.safetensors" : "r.gguf"), bytes);
            try {
                Checkpoint.read(p.toString()).byBlock();
            } catch (InputException e) {
                assertTrue(e.problems().get(0).message().length() < 500);
            }
        }
    }
}
