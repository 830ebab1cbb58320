package org.tweedie.engine;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.State;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.Counts;
import org.tweedie.engine.run.StepRecord;
import org.tweedie.engine.run.Timing;

/**
 * Writes one file of a checkpoint: a magic line, the parts (big-endian, every number to the bit),
 * and the CRC-32C of all of it; forced to the disk when closed. Fields stream, whatever their size.
 */
final class CheckpointWriter implements AutoCloseable {
  static final byte[] MAGIC = "tweedie-checkpoint 2\n".getBytes(StandardCharsets.US_ASCII);
  static final int CHUNK = 1 << 16;

  private final FileChannel channel;
  private final CheckedOutputStream sum;
  private final DataOutputStream out;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);

  CheckpointWriter(Path file) throws IOException {
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    OutputStream raw = new BufferedOutputStream(Channels.newOutputStream(channel), CHUNK);
    sum = new CheckedOutputStream(raw, new CRC32C());
    out = new DataOutputStream(sum);
    out.write(MAGIC);
  }

  void stamp(Map<String, String> stamp) throws IOException {
    out.writeInt(stamp.size());
    for (Map.Entry<String, String> e : stamp.entrySet()) {
      text(e.getKey());
      text(e.getValue());
    }
  }

  void work(Counts c, Timing t) throws IOException {
    out.writeLong(c.priorEvaluations());
    out.writeLong(c.priorPullbacks());
    out.writeLong(c.operatorEvaluations());
    out.writeDouble(t.prior());
    out.writeDouble(t.operator());
    out.writeDouble(t.total());
  }

  void outcome(GroupOutcome g) throws IOException {
    chains(g.chains());
    out.writeInt(g.results().size());
    for (ChainResult r : g.results()) {
      result(r);
    }
    trace(g.trace());
  }

  void inProgress(Checkpoint.InProgress p) throws IOException {
    chains(p.chains());
    out.writeLong(p.step());
    state(p.state());
    trace(p.trace());
  }

  private void result(ChainResult r) throws IOException {
    fields(r.samples());
    for (double w : r.logWeights()) {
      out.writeDouble(w);
    }
    out.writeBoolean(r.logEvidence().isPresent());
    out.writeDouble(r.logEvidence().orElse(0));
    out.writeInt(r.unknowns().size());
    for (Map.Entry<String, List<Field>> e : r.unknowns().entrySet()) {
      text(e.getKey());
      fields(e.getValue());
    }
  }

  private void state(State s) throws IOException {
    out.writeInt(s.fields().size());
    for (Map.Entry<String, List<Field>> e : s.fields().entrySet()) {
      text(e.getKey());
      fields(e.getValue());
    }
    Map<String, double[]> numbers = s.numbers();
    out.writeInt(numbers.size());
    for (Map.Entry<String, double[]> e : numbers.entrySet()) {
      text(e.getKey());
      out.writeInt(e.getValue().length);
      for (double v : e.getValue()) {
        out.writeDouble(v);
      }
    }
  }

  private void trace(List<StepRecord> steps) throws IOException {
    out.writeInt(steps.size());
    for (StepRecord r : steps) {
      chains(r.chains());
      out.writeLong(r.step());
      out.writeDouble(r.level());
      out.writeInt(r.notes().size());
      for (Map.Entry<String, Double> e : r.notes().entrySet()) {
        text(e.getKey());
        out.writeDouble(e.getValue());
      }
    }
  }

  private void chains(Chains c) throws IOException {
    out.writeInt(c.first());
    out.writeInt(c.count());
  }

  private void fields(List<Field> fields) throws IOException {
    out.writeInt(fields.size());
    for (Field f : fields) {
      field(f);
    }
  }

  private void field(Field f) throws IOException {
    out.writeBoolean(f.space().isComplex());
    out.writeInt(f.space().rank());
    for (int extent : f.space().shape()) {
      out.writeInt(extent);
    }
    float[] d = f.data();
    for (int at = 0; at < d.length; ) {
      chunk.clear();
      int n = Math.min(d.length - at, CHUNK / Float.BYTES);
      chunk.asFloatBuffer().put(d, at, n);
      out.write(chunk.array(), 0, n * Float.BYTES);
      at += n;
    }
  }

  private void text(String s) throws IOException {
    byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Ends the file: it is whole only if this returned. */
  void finish() throws IOException {
    out.writeLong(sum.getChecksum().getValue());
    out.flush();
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
