"""Papers of fictitious people with their truth, drawn by a seed: what `python -m ocr bench` measures reading on.

`people` invents who they are about, `layouts` writes them on `canvas`, `seals` stamps them, `wear` folds, scans and
photographs them, `truth` says what stands where, `maker` leads one document from seed to pictures.
"""
