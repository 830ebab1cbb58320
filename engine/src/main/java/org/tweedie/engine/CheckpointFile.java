package org.tweedie.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.zip.CRC32;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.SamplerResult;
import org.tweedie.api.spi.sampler.SavedState;
import org.tweedie.api.spi.sampler.StepReport;

/**
 * Checkpoints as files: a magic line, the parts in the order of the constructor (big-endian, every
 * number and field to the bit), and the CRC-32 of all of it.
 */
final class CheckpointFile {
  private static final byte[] MAGIC = "tweedie-checkpoint 1\n".getBytes(StandardCharsets.US_ASCII);

  private CheckpointFile() {}

  /** Writes beside the file and then takes its place, so that no reader sees half of one. */
  static void write(Checkpoint c, Path file) {
    Path beside = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(beside, encode(c));
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ResourceException(
          "the state of the run cannot be written to " + file,
          "free some space or choose another place",
          e);
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new ResourceException(
          "the saved state " + file + " cannot be deleted", "delete it by hand", e);
    }
  }

  static Checkpoint read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new ResourceException("there is no saved state " + file, "check the path", e);
    } catch (IOException e) {
      throw new ResourceException("the saved state " + file + " cannot be read", "check it", e);
    }
    int body = bytes.length - Long.BYTES;
    if (body < MAGIC.length || !startsWithMagic(bytes)) {
      throw new StateMismatchException(
          file + " is not a saved state of this version", "give a file that a run has saved");
    }
    if (ByteBuffer.wrap(bytes, body, Long.BYTES).getLong() != crc(bytes, body)) {
      throw new StateMismatchException(
          "the saved state " + file + " is damaged or truncated", "start the run anew");
    }
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes, MAGIC.length, body - MAGIC.length))) {
      return decode(in);
    } catch (IOException e) {
      throw new StateMismatchException(
          "the saved state " + file + " is damaged", "start the run anew", e);
    }
  }

  private static boolean startsWithMagic(byte[] bytes) {
    return ByteBuffer.wrap(bytes, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
  }

  private static long crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }

  private static byte[] encode(Checkpoint c) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeInt(c.stamp.size());
      for (Map.Entry<String, String> e : c.stamp.entrySet()) {
        text(out, e.getKey());
        text(out, e.getValue());
      }
      out.writeInt(c.done.size());
      for (GroupOutcome g : c.done) {
        outcome(out, g);
      }
      out.writeBoolean(c.current.isPresent());
      if (c.current.isPresent()) {
        chains(out, c.current.get().chains());
        state(out, c.current.get().state());
      }
      out.writeInt(c.trace.size());
      for (TraceEntry t : c.trace) {
        trace(out, t);
      }
      out.writeLong(c.counts.priorEvaluations());
      out.writeLong(c.counts.priorPullbacks());
      out.writeLong(c.counts.operatorEvaluations());
      Timing t = c.timing;
      for (double s : new double[] {t.network(), t.operator(), t.fft(), t.other(), t.total()}) {
        out.writeDouble(s);
      }
      out.flush();
      out.writeLong(crc(bytes.toByteArray(), bytes.size()));
    }
    return bytes.toByteArray();
  }

  private static Checkpoint decode(DataInputStream in) throws IOException {
    Map<String, String> stamp = new LinkedHashMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      stamp.put(text(in), text(in));
    }
    List<GroupOutcome> done = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      done.add(outcome(in));
    }
    Optional<Checkpoint.InProgress> current =
        in.readBoolean()
            ? Optional.of(new Checkpoint.InProgress(chains(in), state(in)))
            : Optional.empty();
    List<TraceEntry> trace = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      trace.add(trace(in));
    }
    Counts counts = new Counts(in.readLong(), in.readLong(), in.readLong());
    Timing timing =
        new Timing(
            in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
    return new Checkpoint(stamp, done, current, trace, counts, timing);
  }

  private static void outcome(DataOutputStream out, GroupOutcome g) throws IOException {
    chains(out, g.chains());
    SamplerResult r = g.result();
    out.writeInt(r.samples().size());
    for (Field x : r.samples()) {
      field(out, x);
    }
    out.writeInt(r.logWeights().map(w -> w.length).orElse(-1));
    for (double w : r.logWeights().orElse(new double[0])) {
      out.writeDouble(w);
    }
    optional(out, r.logEvidence());
    out.writeInt(r.diagnostics().size());
    for (Map.Entry<String, Double> e : r.diagnostics().entrySet()) {
      text(out, e.getKey());
      out.writeDouble(e.getValue());
    }
    out.writeBoolean(g.finished());
  }

  private static GroupOutcome outcome(DataInputStream in) throws IOException {
    Chains chains = chains(in);
    List<Field> samples = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      samples.add(field(in));
    }
    int n = in.readInt();
    Optional<double[]> weights = n < 0 ? Optional.empty() : Optional.of(new double[n]);
    for (int i = 0; i < n; i++) {
      weights.get()[i] = in.readDouble();
    }
    OptionalDouble evidence = optional(in);
    Map<String, Double> diagnostics = new LinkedHashMap<>();
    for (int d = in.readInt(); d > 0; d--) {
      diagnostics.put(text(in), in.readDouble());
    }
    return new GroupOutcome(
        chains, new SamplerResult(samples, weights, evidence, diagnostics), in.readBoolean());
  }

  private static void state(DataOutputStream out, SavedState s) throws IOException {
    out.writeInt(s.fields().size());
    for (Map.Entry<String, Field> e : s.fields().entrySet()) {
      text(out, e.getKey());
      field(out, e.getValue());
    }
    out.writeInt(s.numbers().size());
    for (Map.Entry<String, Double> e : s.numbers().entrySet()) {
      text(out, e.getKey());
      out.writeDouble(e.getValue());
    }
  }

  private static SavedState state(DataInputStream in) throws IOException {
    SavedState s = new SavedState();
    for (int n = in.readInt(); n > 0; n--) {
      s.field(text(in), field(in));
    }
    for (int n = in.readInt(); n > 0; n--) {
      s.number(text(in), in.readDouble());
    }
    return s;
  }

  private static void trace(DataOutputStream out, TraceEntry t) throws IOException {
    chains(out, t.chains());
    StepReport r = t.report();
    out.writeInt(r.step());
    out.writeDouble(r.level());
    out.writeLong(r.priorEvaluations());
    out.writeLong(r.priorPullbacks());
    out.writeLong(r.operatorEvaluations());
    optional(out, r.residual());
  }

  private static TraceEntry trace(DataInputStream in) throws IOException {
    return new TraceEntry(
        chains(in),
        new StepReport(
            in.readInt(),
            in.readDouble(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            optional(in)));
  }

  private static void chains(DataOutputStream out, Chains c) throws IOException {
    out.writeInt(c.first());
    out.writeInt(c.count());
  }

  private static Chains chains(DataInputStream in) throws IOException {
    return new Chains(in.readInt(), in.readInt());
  }

  private static void optional(DataOutputStream out, OptionalDouble v) throws IOException {
    out.writeBoolean(v.isPresent());
    out.writeDouble(v.orElse(0));
  }

  private static OptionalDouble optional(DataInputStream in) throws IOException {
    boolean present = in.readBoolean();
    double v = in.readDouble();
    return present ? OptionalDouble.of(v) : OptionalDouble.empty();
  }

  private static void text(DataOutputStream out, String s) throws IOException {
    byte[] b = s.getBytes(StandardCharsets.UTF_8);
    out.writeInt(b.length);
    out.write(b);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static void field(DataOutputStream out, Field x) throws IOException {
    int[] shape = x.space().shape();
    out.writeBoolean(x.space().isComplex());
    out.writeInt(shape.length);
    for (int d : shape) {
      out.writeInt(d);
    }
    ByteBuffer b = ByteBuffer.allocate(x.data().length * Float.BYTES);
    b.asFloatBuffer().put(x.data());
    out.write(b.array());
  }

  private static Field field(DataInputStream in) throws IOException {
    Scalar scalar = in.readBoolean() ? Scalar.COMPLEX : Scalar.REAL;
    int[] shape = new int[in.readInt()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = in.readInt();
    }
    Field x = Field.zeros(Space.of(scalar, shape));
    ByteBuffer.wrap(in.readNBytes(x.data().length * Float.BYTES)).asFloatBuffer().get(x.data());
    return x;
  }
}
