package org.tweedie.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.Suggestion;
import org.tweedie.api.error.TweedieException;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.engine.catalogue.Command;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns arguments into the run of a command, and failures into one sentence and an exit code. */
final class Program {
  /** Exit code of a run that failed although its input was good. */
  static final int FAILED = 1;

  /** Exit code for bad input. */
  static final int BAD_INPUT = 2;

  private static final String HELP = "help";

  private final Console console;

  Program(Console console) {
    this.console = console;
  }

  /**
   * Runs a command.
   *
   * @return the exit code: 0 success, 1 failure, 2 bad input
   */
  int run(String... given) {
    String[] args = withoutHelp(given);
    boolean debug = Arrays.asList(args).contains("--debug");
    try {
      Optional<Command> contributed = contributed(args);
      if (contributed.isPresent()) {
        List<String> rest = new ArrayList<>(Arrays.asList(args).subList(1, args.length));
        rest.remove("--debug");
        return contributed.get().run(rest, new Context());
      }
      CommandLine program = build();
      program.setParameterExceptionHandler((e, a) -> badArguments(e, debug));
      program.setExecutionExceptionHandler((e, commandLine, parsed) -> report(e, debug));
      if (args.length > 0
          && !args[0].startsWith("-")
          && !program.getSubcommands().containsKey(args[0])) {
        return program.execute(args[0]); // it says that there is no such command
      }
      addFlags(program, args);
      return program.execute(args);
    } catch (RuntimeException | Error e) {
      return report(e, debug);
    }
  }

  /** {@code help COMMAND ...} is {@code COMMAND ... --help}. */
  private static String[] withoutHelp(String... args) {
    if (args.length == 0 || !args[0].equals(HELP)) {
      return args;
    }
    List<String> asked = new ArrayList<>(Arrays.asList(args));
    asked.removeIf(HELP::equals);
    asked.add("--help");
    return asked.toArray(String[]::new);
  }

  /**
   * The providers of this program and of a plug-in directory, by default the image's own.
   *
   * @throws ResourceException if a directory is named that is not there
   */
  Catalogue catalogue(Optional<Path> plugins) {
    plugins
        .filter(p -> !Files.isDirectory(p))
        .ifPresent(
            p -> {
              throw new ResourceException(
                  "the plug-in directory "
                      + p
                      + (Files.exists(p) ? " is a file" : " does not exist"),
                  "check --plugins, or leave it out");
            });
    return plugins
        .or(() -> console.home().map(h -> h.resolve("plugins")))
        .map(Catalogue::load)
        .orElseGet(Catalogue::load);
  }

  private static Path path(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("the path is empty");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "the path '" + text + "' cannot be used; " + Failures.remedy(e));
    }
  }

  private CommandLine build() {
    CommandLine program = new CommandLine(new RootCommand());
    program.addSubcommand(new ReconstructCommand(this, console));
    program.addSubcommand(new ResumeCommand(this, console));
    program.addSubcommand(new DemoCommand(this, console));
    program.addSubcommand(new InspectCommand(this, console));
    program.addSubcommand(new ListCommand(this, console));
    program.addSubcommand(new DescribeCommand(this, console));
    program.addSubcommand(new SimulateCommand(this, console));
    program.addSubcommand(new TrainCommand(this, console));
    CommandSpec help = CommandSpec.create().name(HELP);
    help.usageMessage().description("Show the help of a command: tweedie help COMMAND.");
    program.addSubcommand(HELP, help);
    program.registerConverter(Path.class, Program::path);
    program.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    program.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    program.setCaseInsensitiveEnumValuesAllowed(true);
    program.setUsageHelpAutoWidth(true);
    program.setAbbreviatedOptionsAllowed(false);
    return program;
  }

  /** A command that another module contributes; ours take precedence. */
  private Optional<Command> contributed(String... args) {
    if (args.length == 0
        || args[0].startsWith("-")
        || build().getSubcommands().containsKey(args[0])) {
      return Optional.empty();
    }
    return catalogue(Optional.empty()).commands().stream()
        .filter(c -> c.id().equals(args[0]))
        .findFirst();
  }

  /** Adds the flags that providers declare, as far as the arguments say which providers. */
  private void addFlags(CommandLine program, String... args) {
    CommandLine lenient = build();
    lenient.setUnmatchedArgumentsAllowed(true);
    try {
      ParseResult parsed = lenient.parseArgs(args);
      if (!parsed.hasSubcommand()) {
        if (parsed.isUsageHelpRequested() || args.length == 0) {
          addContributed(program);
        }
        return;
      }
      ParseResult sub = parsed.subcommand();
      CommandSpec said = sub.commandSpec();
      if (said.userObject() instanceof ProviderCommand command) {
        try {
          command.addFlags(program.getSubcommands().get(said.name()).getCommandSpec());
        } catch (TweedieException e) {
          // Whoever asks for help is not told what is missing.
          if (!sub.isUsageHelpRequested() && !sub.isVersionHelpRequested()) {
            throw e;
          }
        }
      }
    } catch (ParameterException e) {
      // The strict parser will say it better.
    }
  }

  /** Lists contributed commands in the help. */
  private void addContributed(CommandLine program) {
    for (Command c : catalogue(Optional.empty()).commands()) {
      CommandSpec spec = CommandSpec.create().name(c.id());
      spec.usageMessage().description(c.summary());
      program.addSubcommand(c.id(), spec);
    }
  }

  /** picocli's complaint as one sentence of ours. */
  private int badArguments(ParameterException e, boolean debug) {
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    String problem = Failures.firstLine(e.getMessage());
    if (e instanceof UnmatchedArgumentException u && !u.getUnmatched().isEmpty()) {
      String word = u.getUnmatched().get(0);
      String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      boolean option = word.startsWith("-");
      boolean root = spec.parent() == null;
      Collection<String> known =
          option ? spec.optionsMap().keySet() : e.getCommandLine().getSubcommands().keySet();
      problem =
          (option
                  ? "there is no option '" + name + "'"
                  : root
                      ? "there is no command '" + name + "' in this image"
                      : "'" + name + "' is one argument too many")
              + Suggestion.hint(name, known);
    } else if (e instanceof MissingParameterException m && !m.getMissing().isEmpty()) {
      problem = "the value of " + m.getMissing().get(0).paramLabel() + " is missing: " + problem;
    }
    console.err().println("tweedie: " + problem + "; see '" + spec.qualifiedName() + " --help'.");
    if (debug) {
      e.printStackTrace(console.err());
    }
    return BAD_INPUT;
  }

  private int report(Throwable e, boolean debug) {
    console.err().println("tweedie: " + Failures.sentence(e));
    if (debug) {
      e.printStackTrace(console.err());
    }
    return Failures.code(e);
  }

  private final class Context implements Command.Context {
    @Override
    public java.io.InputStream in() {
      return console.in();
    }

    @Override
    public java.io.PrintStream out() {
      return console.out();
    }

    @Override
    public java.io.PrintStream err() {
      return console.err();
    }

    @Override
    public Catalogue catalogue(Optional<Path> plugins) {
      return Program.this.catalogue(plugins);
    }
  }
}
