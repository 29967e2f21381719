package dev.ttbench.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.ttbench.spec.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Headers of safetensors files: eight bytes of length, a JSON object of tensors, then their data without gaps.
 * Source of the format: the README of huggingface/safetensors.
 */
final class Safetensors {
    /** Bits of an element. */
    private static final Map<String, Integer> BITS = Map.ofEntries(Map.entry("BOOL", 8), Map.entry("U8", 8), Map.entry("I8", 8), Map.entry("F8_E5M2", 8), Map.entry("F8_E4M3", 8),
            Map.entry("F8_E8M0", 8), Map.entry("I16", 16), Map.entry("U16", 16), Map.entry("F16", 16), Map.entry("BF16", 16), Map.entry("I32", 32), Map.entry("U32", 32), Map.entry("F32", 32),
            Map.entry("F64", 64), Map.entry("I64", 64), Map.entry("U64", 64), Map.entry("C64", 64), Map.entry("F4", 4), Map.entry("F6_E2M3", 6), Map.entry("F6_E3M2", 6));

    private Safetensors() { }

    private record Placed(TensorInfo tensor, long from, long to) { }

    /** The tensors of one file. */
    static List<TensorInfo> read(Path file) throws IOException {
        long size = Files.size(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(8);
            long length = first.length < 8 ? -1 : ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (length < 2 || length > Checkpoint.MAX_HEADER || length > size - 8) {
                throw Checkpoint.problem(file, "this is no safetensors file: its first 8 bytes, the length of the header, say " + length + " of a file of " + size + " bytes", null);
            }
            byte[] header = in.readNBytes((int) length);
            List<Placed> placed = tensors(file, header);
            placed.sort(Comparator.comparingLong(Placed::from).thenComparingLong(Placed::to));
            long at = 0;
            for (Placed p : placed) {
                if (p.from != at) {
                    throw Checkpoint.problem(file, "the data of '" + p.tensor.name() + "' start at " + p.from + ", expected " + at, "tensors follow one another without gaps");
                }
                at = p.to;
            }
            if (at != size - 8 - length) {
                throw Checkpoint.problem(file, "the header describes " + at + " bytes of data, the file holds " + (size - 8 - length), "was it downloaded in full?");
            }
            return placed.stream().map(Placed::tensor).toList();
        }
    }

    private static List<Placed> tensors(Path file, byte[] header) throws IOException {
        List<Placed> out = new ArrayList<>();
        try (JsonParser p = new JsonFactory().createParser(header)) {
            if (p.nextToken() != JsonToken.START_OBJECT) {
                throw Checkpoint.problem(file, "its header is no JSON object", null);
            }
            while (p.nextToken() != JsonToken.END_OBJECT) {
                String name = p.currentName();
                p.nextToken();
                if (name.equals("__metadata__")) {
                    p.skipChildren();
                    continue;
                }
                out.add(tensor(file, name, p));
                if (out.size() > Checkpoint.MAX_TENSORS) {
                    throw Checkpoint.problem(file, "more than " + Checkpoint.MAX_TENSORS + " tensors", null);
                }
            }
            return out;
        } catch (JsonProcessingException e) {
            throw Checkpoint.problem(file, "its header is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""), null);
        }
    }

    private static Placed tensor(Path file, String name, JsonParser p) throws IOException {
        String dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        if (p.currentToken() != JsonToken.START_OBJECT) {
            throw Checkpoint.problem(file, "the tensor '" + name + "' is not described by an object", null);
        }
        while (p.nextToken() != JsonToken.END_OBJECT) {
            String key = p.currentName();
            p.nextToken();
            switch (key) {
                case "dtype" -> dtype = p.getText();
                case "shape" -> shape = integers(file, name, p);
                case "data_offsets" -> offsets = integers(file, name, p);
                default -> p.skipChildren();
            }
        }
        Integer bits = dtype == null ? null : BITS.get(dtype);
        if (bits == null || shape == null || offsets == null || offsets.size() != 2) {
            throw Checkpoint.problem(file, "the tensor '" + name + "' has " + (dtype != null && bits == null ? "the unknown type '" + dtype + "'" : "no dtype, shape or data_offsets"), null);
        }
        try {
            long elements = shape.stream().reduce(1L, Math::multiplyExact);
            long bytes = Math.addExact(Math.multiplyExact(elements, bits), 7) / 8;
            if (offsets.get(1) - offsets.get(0) != bytes) {
                throw Checkpoint.problem(file, "the tensor '" + name + "' of shape " + shape + " and type " + dtype + " takes " + bytes + " bytes; its offsets say "
                        + (offsets.get(1) - offsets.get(0)), null);
            }
            boolean integer = dtype.startsWith("I") || dtype.startsWith("U") || dtype.equals("BOOL");
            return new Placed(new TensorInfo(name, dtype.toLowerCase(Locale.ROOT), elements, bytes, integer), offsets.get(0), offsets.get(1));
        } catch (ArithmeticException e) {
            throw Checkpoint.problem(file, "the tensor '" + name + "' of shape " + shape + " is past 2^63 - 1", null);
        }
    }

    private static List<Long> integers(Path file, String name, JsonParser p) throws IOException {
        List<Long> out = new ArrayList<>();
        if (p.currentToken() == JsonToken.START_ARRAY) {
            while (p.nextToken() == JsonToken.VALUE_NUMBER_INT && out.size() < 100) {
                out.add(p.getLongValue());
            }
            if (p.currentToken() == JsonToken.END_ARRAY && out.stream().allMatch(v -> v >= 0)) {
                return out;
            }
        }
        throw Checkpoint.problem(file, "the tensor '" + name + "': a list of integers from 0 expected", null);
    }

    /** The files that an index names, each once. */
    static TreeSet<String> shards(Path index) throws IOException {
        TreeSet<String> out = new TreeSet<>();
        if (Files.size(index) > Checkpoint.MAX_HEADER) {
            throw Checkpoint.problem(index, "the index is larger than " + Checkpoint.MAX_HEADER + " bytes", null);
        }
        try (JsonParser p = new JsonFactory().createParser(index.toFile())) {
            if (p.nextToken() == JsonToken.START_OBJECT) {
                while (p.nextToken() == JsonToken.FIELD_NAME) {
                    boolean map = p.currentName().equals("weight_map");
                    p.nextToken();
                    if (!map) {
                        p.skipChildren();
                        continue;
                    }
                    while (p.nextToken() == JsonToken.FIELD_NAME) {
                        p.nextToken();
                        out.add(shard(index, p));
                    }
                }
            }
        } catch (JsonProcessingException e) {
            throw Checkpoint.problem(index, "this is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""), null);
        }
        if (out.isEmpty()) {
            throw Checkpoint.problem(index, "the index has no 'weight_map' with files", null);
        }
        return out;
    }

    private static String shard(Path index, JsonParser p) throws IOException, InputException {
        String s = p.getText();
        if (p.currentToken() != JsonToken.VALUE_STRING || !s.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
            throw Checkpoint.problem(index, "'" + s + "' is no name of a file beside the index", null);
        }
        return s;
    }
}
