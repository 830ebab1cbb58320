#!/bin/sh
# Simulates the cases of the comparison and reconstructs them: compare.sh IMAGES DATA RUNS [NAME SAMPLER [FLAG...]]
# IMAGES holds the validation slices as 224 x 224 PNG; DATA gets <case>/, RUNS <case>/NAME/. Run from the folder of README.md.
set -eu
images=$1 data=$2 runs=$3 name=${4:-dpnp} sampler=${5:-dpnp}
shift $(($# < 5 ? $# : 5))
while read -r slice acceleration centre seed sigma; do
  case=${slice}_R$acceleration
  [ -d "$data/$case" ] || ./tweedie simulate --operator mri.cartesian --image "$images/$slice.png" \
    --set mask=lines --set acceleration="$acceleration" --set centre="$centre" --set snr=30 --seed "$seed" --out "$data/$case"
  ./tweedie reconstruct --operator mri.cartesian --data "$data/$case/data.npy" --mask "$data/$case/mask.npy" \
    --sensitivities "$data/$case/sensitivities.npy" --noise "$sigma" --reference "$data/$case/reference.npy" \
    --prior brain.mri --sampler "$sampler" "$@" --chains 8 --seed 1 --out "$runs/$case/$name" </dev/null
done <<CASES
IXI021 4 24 1 0.0082378173
IXI021 8 16 1 0.0114695219
IXI121 4 24 2 0.00823639982
IXI121 8 16 2 0.0115281436
IXI254 4 24 3 0.00787027496
IXI254 8 16 3 0.0109832388
IXI448 4 24 4 0.00759935315
IXI448 8 16 4 0.0105803471
CASES
