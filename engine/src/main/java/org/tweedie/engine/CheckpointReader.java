package org.tweedie.engine;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.State;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.Counts;
import org.tweedie.engine.run.StepRecord;
import org.tweedie.engine.run.Timing;

/**
 * Reads what {@link CheckpointWriter} wrote. A file that is torn, damaged or of another kind ends
 * in an {@link IOException}: the sum over the whole file is compared before any part of it is
 * believed.
 */
final class CheckpointReader implements AutoCloseable {
  private final DataInputStream in;
  private final byte[] chunk = new byte[CheckpointWriter.CHUNK];
  private long left;

  CheckpointReader(Path file) throws IOException {
    verify(file);
    left = Files.size(file);
    in =
        new DataInputStream(
            new BufferedInputStream(Files.newInputStream(file), CheckpointWriter.CHUNK));
    in.skipNBytes(CheckpointWriter.MAGIC.length);
  }

  private static void verify(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    long body = Files.size(file) - Long.BYTES;
    byte[] magic = CheckpointWriter.MAGIC;
    if (body < magic.length) {
      throw new IOException("it is too short");
    }
    try (CheckedInputStream sum =
            new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file)), crc);
        DataInputStream all = new DataInputStream(sum)) {
      if (!Arrays.equals(all.readNBytes(magic.length), magic)) {
        throw new IOException("it is not a saved state of this version");
      }
      all.skipNBytes(body - magic.length);
      long value = crc.getValue();
      if (all.readLong() != value) {
        throw new IOException("it is damaged or was not written to its end");
      }
    }
  }

  Map<String, String> stamp() throws IOException {
    Map<String, String> stamp = new LinkedHashMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      stamp.put(text(), text());
    }
    return stamp;
  }

  Counts counts() throws IOException {
    return new Counts(in.readLong(), in.readLong(), in.readLong());
  }

  Timing timing() throws IOException {
    return new Timing(in.readDouble(), in.readDouble(), in.readDouble());
  }

  GroupOutcome outcome() throws IOException {
    Chains chains = chains();
    List<ChainResult> results = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      results.add(result());
    }
    return new GroupOutcome(chains, results, true, trace());
  }

  Checkpoint.InProgress inProgress() throws IOException {
    return new Checkpoint.InProgress(chains(), in.readLong(), state(), trace());
  }

  private ChainResult result() throws IOException {
    List<Field> samples = fields();
    double[] weights = new double[samples.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = in.readDouble();
    }
    ChainResult r = ChainResult.weighted(samples, weights);
    boolean hasEvidence = in.readBoolean();
    double evidence = in.readDouble();
    if (hasEvidence) {
      r = r.withLogEvidence(evidence);
    }
    for (int n = in.readInt(); n > 0; n--) {
      r = r.withUnknown(text(), fields());
    }
    return r;
  }

  private State state() throws IOException {
    State s = State.empty();
    for (int n = in.readInt(); n > 0; n--) {
      s = s.with(text(), fields());
    }
    for (int n = in.readInt(); n > 0; n--) {
      String name = text();
      double[] numbers = new double[length(Double.BYTES)];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = in.readDouble();
      }
      s = s.with(name, numbers);
    }
    return s;
  }

  private List<StepRecord> trace() throws IOException {
    List<StepRecord> steps = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      Chains chains = chains();
      long step = in.readLong();
      double level = in.readDouble();
      Map<String, Double> notes = new LinkedHashMap<>();
      for (int k = in.readInt(); k > 0; k--) {
        notes.put(text(), in.readDouble());
      }
      steps.add(new StepRecord(chains, step, level, notes));
    }
    return steps;
  }

  private Chains chains() throws IOException {
    return new Chains(in.readInt(), in.readInt());
  }

  private List<Field> fields() throws IOException {
    List<Field> all = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      all.add(field());
    }
    return all;
  }

  private Field field() throws IOException {
    Scalar scalar = in.readBoolean() ? Scalar.COMPLEX : Scalar.REAL;
    int[] shape = new int[length(Integer.BYTES)];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = in.readInt();
    }
    Field f = Field.zeros(Space.of(scalar, shape));
    float[] d = f.data();
    for (int at = 0; at < d.length; ) {
      int n = Math.min(d.length - at, chunk.length / Float.BYTES);
      in.readFully(chunk, 0, n * Float.BYTES);
      ByteBuffer.wrap(chunk).asFloatBuffer().get(d, at, n);
      at += n;
    }
    return f;
  }

  private String text() throws IOException {
    return new String(in.readNBytes(length(1)), StandardCharsets.UTF_8);
  }

  /** A number of elements, which cannot take more than the file. */
  private int length(int bytesEach) throws IOException {
    int n = in.readInt();
    if (n < 0 || (long) n * bytesEach > left) {
      throw new EOFException("it states a length of " + n);
    }
    return n;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
