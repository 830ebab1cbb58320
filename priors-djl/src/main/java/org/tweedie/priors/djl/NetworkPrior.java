package org.tweedie.priors.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;

/**
 * The denoiser D(u, σ) = c_skip u + c_out F(c_in u; ln(σ)/4) around a {@link UNet}, with
 *
 * <ul>
 *   <li>c_skip = σ_d²/(σ² + σ_d²), c_out = σσ_d/√(σ² + σ_d²), c_in = 1/√(σ² + σ_d²);
 *   <li>images whose extents are no multiples of the network's continued by zeros at the far edges,
 *       and cut again.
 * </ul>
 *
 * <p>All of that is linear and done here, outside the recorded graph, so that D and its
 * vector-Jacobian product c_skip v + c_out c_in J_Fᵀ v are exact whatever the size. Outside the
 * card's range of σ the network is told the nearest level in it; the factors keep the true one.
 */
final class NetworkPrior implements Prior, Denoiser, DifferentiableDenoiser {
  private final PriorCard card;
  private final Architecture architecture;
  private final Space space;
  private final int limit;
  private final Workers workers;
  private final int rows;
  private final int columns;
  private final int channels;
  private final NDManager manager;
  private final UNet network;
  private boolean open;
  private boolean closed;

  NetworkPrior(
      ModelFile model,
      Map<String, Safetensors.Tensor> tensors,
      String source,
      Space space,
      String device,
      int limit,
      int threads,
      int alone) {
    this.card = model.card();
    this.architecture = model.architecture();
    this.space = space;
    this.rows = space.dim(0);
    this.columns = space.dim(1);
    this.channels = architecture.channels();
    this.network = new UNet(architecture);
    this.manager = Torch.open(device);
    boolean cpu = !manager.getDevice().isGpu();
    this.limit = cpu ? 1 : limit;
    this.workers = cpu ? new Workers(threads, alone) : new Workers(1, 1);
    try {
      Torch.call(
          () -> {
            network.load(manager, tensors, source);
            return null;
          });
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  @Override
  public PriorCard card() {
    return card;
  }

  @Override
  public int maxOpen() {
    return 1;
  }

  @Override
  public List<Field> denoise(List<Field> batch, double sigma) {
    check(batch, sigma);
    Scaling scaling = scaling(sigma);
    return flat(workers.all(parts(batch, part -> () -> denoise(part, scaling))));
  }

  private List<Field> denoise(List<Field> part, Scaling scaling) {
    float[] f =
        Torch.call(
            () ->
                Torch.plain(
                    () -> {
                      try (NDManager scratch = manager.newSubManager()) {
                        NDArray x = scratch.create(padded(part, scaling.in), planesLast(part));
                        return values(network.apply(images(x), level(scratch, scaling.sigma)));
                      }
                    }));
    return combine(part, scaling.skip, f, scaling.out);
  }

  @Override
  public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
    check(batch, sigma);
    if (open) {
      throw new LifecycleException(
          "the prior " + card.name() + " has a linearization open already",
          "close it before opening another one: this prior keeps one at a time");
    }
    Scaling scaling = scaling(sigma);
    NDManager scratch = Torch.call(manager::newSubManager);
    try {
      List<Graph> graphs =
          workers.all(
              parts(
                  batch,
                  part ->
                      () ->
                          Torch.call(() -> Torch.recording(() -> record(scratch, part, scaling)))));
      open = true;
      return new Open(scratch, graphs, flat(graphs.stream().map(Graph::value).toList()), scaling);
    } catch (RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  /** One task for each part of a batch that goes through the network at once. */
  private <T> List<Supplier<T>> parts(List<Field> batch, Function<List<Field>, Supplier<T>> task) {
    List<Supplier<T>> out = new ArrayList<>();
    for (int from = 0; from < batch.size(); from += limit) {
      out.add(task.apply(batch.subList(from, Math.min(batch.size(), from + limit))));
    }
    return out;
  }

  private static List<Field> flat(List<List<Field>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  private Graph record(NDManager scratch, List<Field> part, Scaling scaling) {
    NDArray leaf = scratch.create(padded(part, scaling.in), planesLast(part));
    leaf.setRequiresGradient(true);
    NDArray f = network.apply(images(leaf), level(scratch, scaling.sigma));
    return new Graph(leaf, f, combine(part, scaling.skip, values(f), scaling.out));
  }

  /** A recorded forward pass: leaf [n, rows, columns, channels], F(leaf), and D. */
  private record Graph(NDArray leaf, NDArray f, List<Field> value) {}

  /** The factors of the preconditioning at one noise level. */
  private record Scaling(double sigma, double skip, double out, double in) {}

  private Scaling scaling(double sigma) {
    double d = architecture.sigmaData();
    double h = Math.hypot(sigma, d);
    return new Scaling(sigma, (d / h) * (d / h), sigma * d / h, 1 / h);
  }

  private NDArray level(NDManager scratch, double sigma) {
    double inside = Math.min(Math.max(sigma, card.sigmaMin()), card.sigmaMax());
    return scratch.create(new float[] {(float) (Math.log(inside) / 4)}, new Shape(1));
  }

  private void check(List<Field> batch, double sigma) {
    if (closed) {
      throw new LifecycleException(
          "the prior " + card.name() + " was used after it was closed", "create it again");
    }
    if (!(sigma > 0) || Double.isInfinite(sigma)) {
      throw new InvalidInputException(
          "the noise level " + sigma + " was given to the prior " + card.name(),
          "give a positive, finite number");
    }
    for (Field u : batch) {
      u.require(space, "an image for the prior " + card.name());
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      workers.close();
      manager.close();
    }
  }

  // Complex fields are interleaved, so a field is an image with its planes last: the layout that
  // the
  // library's convolutions like best. images() only renames the axes.
  private Shape planesLast(List<Field> part) {
    return new Shape(part.size(), padded(rows), padded(columns), channels);
  }

  private static NDArray images(NDArray planesLast) {
    return planesLast.transpose(0, 3, 1, 2);
  }

  private static float[] values(NDArray images) {
    try (NDArray last = images.transpose(0, 2, 3, 1)) {
      return last.toFloatArray();
    }
  }

  private int padded(int extent) {
    int k = architecture.multiple();
    return (extent + k - 1) / k * k;
  }

  private float[] padded(List<Field> part, double factor) {
    int line = columns * channels;
    int wide = padded(columns) * channels;
    int image = padded(rows) * wide;
    float c = (float) factor;
    float[] out = new float[Math.multiplyExact(part.size(), image)];
    for (int i = 0; i < part.size(); i++) {
      float[] u = part.get(i).data();
      for (int r = 0; r < rows; r++) {
        int to = i * image + r * wide;
        for (int k = 0; k < line; k++) {
          out[to + k] = c * u[r * line + k];
        }
      }
    }
    return out;
  }

  /** a·u + b·(f without its padding), for each u. */
  private List<Field> combine(List<Field> part, double a, float[] f, double b) {
    int line = columns * channels;
    int wide = padded(columns) * channels;
    int image = padded(rows) * wide;
    List<Field> out = new ArrayList<>(part.size());
    for (int i = 0; i < part.size(); i++) {
      float[] u = part.get(i).data();
      float[] d = new float[u.length];
      for (int r = 0; r < rows; r++) {
        int from = i * image + r * wide;
        for (int k = 0; k < line; k++) {
          d[r * line + k] = (float) (a * u[r * line + k] + b * f[from + k]);
        }
      }
      out.add(Field.wrap(space, d));
    }
    return out;
  }

  private final class Open implements Pullback<List<Field>> {
    private final Thread owner = Thread.currentThread();
    private final NDManager scratch;
    private final List<Graph> graphs;
    private final List<Field> value;
    private final Scaling scaling;
    private boolean done;

    Open(NDManager scratch, List<Graph> graphs, List<Field> value, Scaling scaling) {
      this.scratch = scratch;
      this.graphs = graphs;
      this.value = List.copyOf(value);
      this.scaling = scaling;
    }

    @Override
    public List<Field> value() {
      checkOpen();
      return value;
    }

    @Override
    public List<Field> vjp(List<Field> v) {
      checkOpen();
      check(v, scaling.sigma);
      if (v.size() != value.size()) {
        throw new InvalidInputException(
            v.size() + " fields were given to the derivative of a batch of " + value.size(),
            "give one for each image of the batch");
      }
      List<Supplier<List<Field>>> tasks = new ArrayList<>();
      int from = 0;
      for (Graph graph : graphs) {
        List<Field> part = v.subList(from, from + graph.value.size());
        from += part.size();
        tasks.add(
            () -> {
              float[] g = Torch.call(() -> gradient(graph, part));
              return combine(part, scaling.skip, g, scaling.out * scaling.in);
            });
      }
      return flat(workers.all(tasks));
    }

    private float[] gradient(Graph graph, List<Field> v) {
      try (NDArray seed = scratch.create(padded(v, 1), planesLast(v));
          NDArray direction = images(seed)) {
        Torch.backward(graph.f, direction, true);
        try (NDArray g = graph.leaf.getGradient()) {
          float[] out = g.toFloatArray();
          Torch.clearGradient(graph.leaf);
          return out;
        }
      }
    }

    @Override
    public void close() {
      if (!done) {
        done = true;
        open = false;
        if (!closed) {
          scratch.close();
        }
      }
    }

    private void checkOpen() {
      if (done || closed) {
        throw new LifecycleException(
            "a linearization of the prior " + card.name() + " was used after it was closed",
            "open it again at the same point");
      }
      if (Thread.currentThread() != owner) {
        throw new LifecycleException(
            "a linearization of the prior " + card.name() + " was used from another thread",
            "use it where it was opened");
      }
    }
  }
}
