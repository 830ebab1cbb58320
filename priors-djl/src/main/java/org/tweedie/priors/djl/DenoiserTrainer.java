package org.tweedie.priors.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.prior.Trainer;
import org.tweedie.api.spi.prior.Training;

/**
 * Denoising score matching: F is to predict (x − c_skip u)/c_out from u = x + σn, which has
 * variance 1 at every noise level (Karras et al. 2022). The same recipe as {@code
 * priors-djl/training/train.py}.
 *
 * <p>While it lasts it keeps {@code M.safetensors.checkpoint} beside the model {@code
 * M.safetensors}, from which a training with the same options goes on as if it had not been
 * interrupted; the model itself appears at the end.
 */
final class DenoiserTrainer implements Trainer {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.integer(
              "steps", 10000, 1, 100_000_000, "steps; the rate falls to 0 at the end"),
          OptionSpec.integer("batch", 24, 1, 4096, "crops a step"),
          OptionSpec.integer("crop", 64, 8, 4096, "rows and columns of a crop"),
          OptionSpec.file(
              "start",
              "a model file whose weights to begin with; the network's shape is then the file's"),
          OptionSpec.text("widths", "64,128,256", "channels of each level, from half resolution"),
          OptionSpec.text("blocks", "2,2,2", "residual blocks of each level"),
          OptionSpec.integer("embedding", 128, 1, 4096, "length of the noise embedding"),
          OptionSpec.number("rate", 6e-4, 0, 1, "peak learning rate of AdamW"),
          OptionSpec.number("muon", 0.006, 0, 1, "peak learning rate of the inner convolutions"),
          OptionSpec.number("ema", 0.999, 0, 0.999999, "memory of the average of the weights"),
          OptionSpec.integer("warmup", 300, 0, 1_000_000, "steps in which the rate rises"),
          OptionSpec.choice(
              "phase",
              "smooth",
              List.of("smooth", "none"),
              "smooth: real images get a smooth random phase, the prior is complex"),
          OptionSpec.number("sigma-min", 0.002, 1e-6, 1e6, "smallest noise level"),
          OptionSpec.number("sigma-max", 60, 1e-6, 1e6, "largest noise level"),
          OptionSpec.integer(
              "seed", 0, Long.MIN_VALUE, Long.MAX_VALUE, "seed of all that is drawn"),
          OptionSpec.integer("checkpoint", 500, 1, 100_000_000, "steps between checkpoints"),
          OptionSpec.text("device", "auto", "cpu, gpu, gpu:N, or auto"),
          OptionSpec.text("id", "unnamed", "the card: a short name"),
          OptionSpec.text("description", "A denoising U-Net.", "the card: one or two sentences"),
          OptionSpec.text("training-data", "not stated", "the card: what the images are"),
          OptionSpec.text("licence", "not stated", "the card: licence of the weights, and credit"));
  private static final long LARGEST_BATCH = Integer.MAX_VALUE - 8;
  // What may differ between the parts of an interrupted training.
  private static final List<String> FREE = List.of("checkpoint", "device");

  /** Creates it; loads nothing. */
  DenoiserTrainer() {}

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  @Override
  public void train(Training training) {
    List<Field> images = training.images();
    Options options = training.options();
    Path output = training.output();
    Listener listener = training.listener();
    requireWritable(output);
    Noise noise = new CounterNoise(options.longInteger("seed")).use("train");
    Crops crops = new Crops(images, options.text("phase").equals("smooth"), noise);
    int size = options.integer("crop");
    if (size > crops.largest()) {
      throw new InvalidInputException(
          "a crop of " + size + " does not fit every training image",
          "give larger images, or set crop to at most " + crops.largest());
    }
    double[] sigma = {options.number("sigma-min"), options.number("sigma-max")};
    if (sigma[0] >= sigma[1]) {
      throw new InvalidOptionException(
          "sigma-min is " + sigma[0] + " and sigma-max is " + sigma[1],
          "give a sigma-min below sigma-max");
    }
    long values = (long) options.integer("batch") * size * size * crops.channels();
    if (values > LARGEST_BATCH) {
      throw new InvalidOptionException(
          "a batch of "
              + options.integer("batch")
              + " crops of "
              + size
              + "x"
              + size
              + " has more values than an array can hold",
          "lower the option batch or crop");
    }
    Start start =
        options.has("start")
            ? Start.read(options.file("start"), crops.channels())
            : Torch.call(() -> Start.fresh(architecture(crops, size, options), noise));
    Architecture architecture = start.architecture();
    if (size % architecture.multiple() != 0) {
      throw new InvalidOptionException(
          "crop is " + size + ", but a network of this depth halves it to fractions",
          "give a multiple of " + architecture.multiple());
    }
    try (NDManager manager = Torch.open(NetworkPriors.device(options))) {
      UNet network = new UNet(architecture);
      Map<String, NDArray> weights =
          Torch.call(
              () -> {
                network.load(manager, start.weights(), start.source());
                Map<String, NDArray> out = new LinkedHashMap<>();
                for (String name : architecture.weights().keySet()) {
                  NDArray w = network.parameter(name).getArray();
                  w.setRequiresGradient(true);
                  out.put(name, w);
                }
                return out;
              });
      Optimizer optimizer = Torch.call(() -> Torch.plain(() -> new Optimizer(manager, weights)));
      new Session(manager, network, architecture, optimizer, crops, options, sigma, output)
          .run(listener);
    }
  }

  /** Hours later is too late to find that the model cannot be written. */
  private static void requireWritable(Path output) {
    Path folder = output.toAbsolutePath().getParent();
    if (Files.isDirectory(output) || folder == null || !Files.isWritable(folder)) {
      throw new ResourceException(
          "the model file " + output + " cannot be written",
          "check that its folder exists and is writable, and that it is no folder itself");
    }
  }

  private static Architecture architecture(Crops crops, int size, Options options) {
    return new Architecture(
        crops.channels(),
        ints("widths", options),
        ints("blocks", options),
        options.integer("embedding"),
        crops.rootMeanSquare(size));
  }

  /**
   * What a training begins with.
   *
   * @param architecture the network
   * @param weights its weights
   * @param source names them in messages
   */
  private record Start(
      Architecture architecture, Map<String, Safetensors.Tensor> weights, String source) {
    /** He's initialisation; what ends a block, the modulation and the tail start at zero. */
    static Start fresh(Architecture architecture, Noise noise) {
      Map<String, Safetensors.Tensor> out = new LinkedHashMap<>();
      architecture
          .weights()
          .forEach(
              (name, shape) -> {
                Field f = Field.zeros(Space.real(shape));
                boolean zero =
                    name.endsWith(".bias")
                        || name.contains("conv2")
                        || name.contains(".mod.")
                        || name.startsWith("tail.");
                if (!zero) {
                  double fan = (double) f.space().size() / shape[0];
                  // Variance 2 before a rectifier-like activation, 1 where none follows.
                  double gain = name.contains("conv1") ? 2 : 1;
                  noise.normals(0, 0, Purpose.of("train.initial." + name), f);
                  f.scale(Math.sqrt(gain / fan));
                }
                out.put(name, new Safetensors.Tensor(shape, f.data()));
              });
      return new Start(architecture, out, "of new weights");
    }

    /** The weights of an earlier training, for images of so many planes. */
    static Start read(Path file, int channels) {
      Safetensors saved = Safetensors.read(Safetensors.file(file), file.toString());
      Architecture architecture = ModelFile.parse(saved.metadata(), file.toString()).architecture();
      if (architecture.channels() != channels) {
        throw new InvalidInputException(
            "the network of "
                + file
                + " is for "
                + (architecture.channels() == 2 ? "complex" : "real")
                + " images, and these are "
                + (channels == 2 ? "complex" : "real"),
            "set the option phase to "
                + (channels == 2 ? "none" : "smooth")
                + " if the images are real, or start from another model");
      }
      return new Start(architecture, saved.tensors(), file.toString());
    }
  }

  private static int[] ints(String option, Options options) {
    try {
      return Arrays.stream(options.text(option).split(","))
          .mapToInt(s -> Integer.parseInt(s.strip()))
          .toArray();
    } catch (NumberFormatException e) {
      throw new InvalidOptionException(
          "the option '" + option + "' is '" + options.text(option) + "'",
          "give whole numbers with commas between them",
          e);
    }
  }

  /** One run of the loop. */
  private static final class Session {
    private final NDManager manager;
    private final UNet network;
    private final Architecture architecture;
    private final Optimizer optimizer;
    private final Crops crops;
    private final Options options;
    private final double[] sigma;
    private final Path output;
    private final Path checkpoint;
    private final long steps;

    Session(
        NDManager manager,
        UNet network,
        Architecture architecture,
        Optimizer optimizer,
        Crops crops,
        Options options,
        double[] sigma,
        Path output) {
      this.manager = manager;
      this.network = network;
      this.architecture = architecture;
      this.optimizer = optimizer;
      this.crops = crops;
      this.options = options;
      this.sigma = sigma;
      this.output = output;
      this.checkpoint = output.resolveSibling(output.getFileName() + ".checkpoint");
      this.steps = options.longInteger("steps");
    }

    void run(Listener listener) {
      long step = resume();
      boolean saved = false;
      while (step < steps && !listener.cancelled()) {
        long now = step;
        double loss = Torch.call(() -> advance(now));
        step++;
        saved = step % options.longInteger("checkpoint") == 0;
        if (saved) {
          save(step);
        }
        listener.step(step, steps, loss);
      }
      if (!saved) {
        save(step);
      }
    }

    private double advance(long step) {
      int n = options.integer("batch");
      int size = options.integer("crop");
      Crops.Batch batch = crops.draw(step, n, size, sigma[0], sigma[1]);
      int each = batch.clean().length / n;
      float[] input = new float[batch.clean().length];
      float[] target = new float[input.length];
      float[] level = new float[n];
      double d = architecture.sigmaData();
      for (int i = 0; i < n; i++) {
        double s = batch.sigma()[i];
        double h = Math.hypot(s, d);
        level[i] = (float) (Math.log(s) / 4);
        for (int k = i * each; k < (i + 1) * each; k++) {
          double x = batch.clean()[k];
          double u = x + s * batch.noise()[k];
          input[k] = (float) (u / h);
          target[k] = (float) ((x - d * d / (h * h) * u) * h / (s * d));
        }
      }
      try (NDManager scratch = manager.newSubManager()) {
        Shape shape = new Shape(n, size, size, architecture.channels());
        NDArray x = scratch.create(input, shape).transpose(0, 3, 1, 2);
        NDArray t = scratch.create(target, shape).transpose(0, 3, 1, 2);
        NDArray c = scratch.create(level, new Shape(n));
        NDArray f = Torch.recording(() -> network.apply(x, c));
        return Torch.plain(() -> descend(step, f, t));
      }
    }

    private double descend(long step, NDArray f, NDArray target) {
      NDArray difference = f.sub(target);
      double loss = difference.square().mean().getFloat();
      if (!Double.isFinite(loss)) {
        throw new NumericalFailureException(
            "the training loss", step, 0, "lower the options rate and muon, or mend the images");
      }
      Torch.backward(f, difference.mul(2.0 / difference.size()), false);
      double fraction =
          Math.min(1, (step + 1.0) / Math.max(1, options.longInteger("warmup")))
              * 0.5
              * (1 + Math.cos(Math.PI * step / steps));
      optimizer.step(
          step,
          fraction * options.number("rate"),
          fraction * options.number("muon"),
          options.number("ema"));
      return loss;
    }

    private String fingerprint() {
      Map<String, String> relevant = new LinkedHashMap<>(options.asMap());
      FREE.forEach(relevant::remove);
      return Json.printable(relevant + " " + architecture.toJson()); // as it is read back
    }

    private long resume() {
      if (!Files.exists(checkpoint)) {
        return 0;
      }
      Safetensors saved = Safetensors.read(Safetensors.file(checkpoint), checkpoint.toString());
      if (!fingerprint().equals(saved.metadata().get("options"))) {
        throw new StateMismatchException(
            "the checkpoint " + checkpoint + " is of a training with other options or images",
            "repeat its options, or move it away to start anew");
      }
      boolean whole =
          Torch.call(() -> Torch.plain(() -> optimizer.restore(saved.tensors())))
              && saved.metadata().getOrDefault("step", "").matches("\\d{1,9}");
      if (!whole) {
        throw new StateMismatchException(
            "the checkpoint " + checkpoint + " is damaged", "move it away to start anew");
      }
      return Long.parseLong(saved.metadata().get("step"));
    }

    private void save(long step) {
      Map<String, String> state = new LinkedHashMap<>();
      state.put("options", fingerprint());
      state.put("step", Long.toString(step));
      Map<String, String> card = new LinkedHashMap<>();
      card.put("id", options.text("id"));
      card.put("description", options.text("description"));
      card.put("trainingData", options.text("training-data"));
      card.put("licence", options.text("licence"));
      card.put("steps", Long.toString(step));
      Torch.call(
          () ->
              Torch.plain(
                  () -> {
                    new Safetensors(state, optimizer.state()).write(checkpoint, false);
                    if (step == steps) {
                      Map<String, String> metadata = ModelFile.metadata(architecture, card, sigma);
                      new Safetensors(metadata, optimizer.average()).write(output, true);
                    }
                    return null;
                  }));
    }
  }
}
