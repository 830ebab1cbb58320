#!/bin/sh
# Kills a reconstruction at 20 random moments (SIGKILL), resumes it, and compares the samples with
# those of a run that was never interrupted, bit by bit. Analytic prior; about ten minutes.
#
# usage: kill.sh TWEEDIE IMAGE.png     TWEEDIE: the launcher; IMAGE.png: any grey image
set -eu
tweedie=$1
image=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$tweedie" simulate --operator mri.cartesian --image "$image" --acceleration 4 --coils 4 --seed 3 --out "$work/scan" --quiet

# Becomes the program, so that a signal reaches it: to be called in a subshell.
run() {
  exec "$tweedie" reconstruct --operator mri.cartesian --data "$work/scan/data.npy" --mask "$work/scan/mask.npy" \
    --sensitivities "$work/scan/sensitivities.npy" --prior gaussian --sampler bgdm --set sampler.steps=300 \
    --samples 6 --batch-limit 2 --seed 5 --checkpoint-every 1 --out "$1" >/dev/null 2>&1
}

began=$(date +%s)
(run "$work/whole")
seconds=$(($(date +%s) - began))
equal=0
for i in $(seq 1 20); do
  run "$work/$i" &
  process=$!
  sleep "$(awk -v s="$seconds" 'BEGIN { srand(); printf "%.2f", 0.5 + rand() * (s - 0.5) }')"
  kill -KILL $process 2>/dev/null || true
  wait $process 2>/dev/null || true
  [ -f "$work/$i/run.json" ] || "$tweedie" resume "$work/$i" >/dev/null 2>&1
  if cmp -s "$work/whole/samples.npy" "$work/$i/samples.npy"; then equal=$((equal + 1)); else echo "kill $i: other samples"; fi
done
echo "$equal of 20 equal to the bit"
