"""What ordinary code is made of: definitions and components, one string of templates a language.

Templates of one language are parted by a line of `=====`. None holds a word of a statement with
white space behind it; many hold such a word as a part of a name or a call, as code does.
"""

from __future__ import annotations

PYTHON = '''
def ~v_~n(~m, limit=~d):
    """~s"""
    found = {}
    for each in ~m.~ns.filter(active=True)[:limit]:
        found.setdefault(each.~n_id, []).append(each)
        found.update({each.key: each.~n for each in each.children})
    logger.info("~v %d of ~ns for %s", len(found), ~m.pk)
    return found
=====
class ~N~MSerializer(serializers.ModelSerializer):
    """~s"""

    ~n_name = serializers.CharField(source="~n.name", read_only=True)
    ~m_count = serializers.IntegerField(default=0)
    updated_at = serializers.DateTimeField(read_only=True)

    class Meta:
        fields = ["id", "~n_name", "~m_count", "created_at", "updated_at"]

    def validate_~m_count(self, value):
        if value > ~d:
            raise serializers.ValidationError("~s")
        return value
=====
class ~N~MViewSet(viewsets.ModelViewSet):
    # ~s
    permission_classes = [IsAuthenticated, ~NPermission]
    filterset_fields = ["~n", "~m", "status"]

    def get_queryset(self):
        team = self.request.user.team_id
        return self.queryset.filter(team_id=team).select_related("~n").order_by("-created_at")

    @action(methods=["POST"], detail=True)
    def ~v(self, request, pk=None):
        ~n = self.get_object()
        ~n.~m_count = request.data.get("~m_count", ~d)
        ~n.save(update_fields=["~m_count"])
        return Response(self.get_serializer(~n).data, status=200)
=====
class Test~N~M(TestCase):
    def test_~v_~n(self):
        ~n = ~NFactory.create(name="~i", ~m_count=~d)
        response = self.client.get(f"/api/~ns/{~n.pk}/")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.json()["~m_count"], ~d)

    def test_no_~m(self):
        # ~s
        response = self.client.delete("/api/~ns/~d/")
        self.assertEqual(response.status_code, 404)
=====
@shared_task(queue="~n", max_retries=~d)
def ~v_~n_~m(~n_id: int, force: bool = False) -> None:
    ~n = ~N.objects.select_related("~m").get(pk=~n_id)
    settings = copy.deepcopy(~n.settings)
    settings.update(checked=force)
    if not force and ~n.~m_id is None:
        return
    for chunk in batched(~n.children.values_list("pk", flat=True), ~d):
        statsd.incr("~n.~v", len(chunk))
=====
@dataclass(frozen=True)
class ~N~M:
    """~s"""

    ~n_id: int
    name: str
    ~m: str | None = None
    weights: dict[str, float] = field(default_factory=dict)

    def ~v(self) -> float:
        # ~s
        return sum(weight * ~d for weight in self.weights.values()) / max(len(self.weights), 1)
'''

TYPESCRIPT = """
export interface ~N~MOptions {
    /** ~s */
    ~nId: number
    ~mName: string | null
    onUpdate?: (~n: ~NState) => void
    limit?: number
}
=====
export async function ~v~N(~n: ~NState, options: ~MOptions = {}): Promise<~NResult[]> {
    // ~s
    const cached = cache.get(`${~n.id}:${options.key ?? '~m'}`)
    if (cached) {
        return cached
    }
    const found = await api.get(`/api/~ns/${~n.id}/~ms/?limit=~d`)
    cache.set(`${~n.id}:${options.key ?? '~m'}`, found.results)
    return found.results.filter((each: ~NResult) => each.~m !== null).slice(0, ~d)
}
=====
export class ~N~MStore {
    private readonly ~ns = new Map<string, ~N>()

    constructor(private readonly logger: Logger, private readonly limit = ~d) {}

    ~v~N(key: string, value: ~N): void {
        // ~s
        if (this.~ns.size > this.limit) {
            this.~ns.delete(this.~ns.keys().next().value)
        }
        this.~ns.set(key, { ...value, updatedAt: Date.now() })
        this.logger.debug('~n ~v', { key, size: this.~ns.size })
    }
}
=====
describe('~N ~m', () => {
    it('~s', async () => {
        const ~n = build~N({ name: '~i', ~mId: ~d })
        const { result } = renderHook(() => use~N(~n.id))
        await waitFor(() => expect(result.current.~m).toEqual(~d))
        expect(screen.getByText('~s')).toBeInTheDocument()
    })
})
=====
const ~nSlice = createSlice({
    name: '~n',
    initialState: { ~ms: [] as ~M[], loading: false, page: ~d },
    reducers: {
        ~v~N: (state, action: PayloadAction<~M>) => {
            state.~ms.push(action.payload)
            state.loading = false
        },
        delete~N: (state, action: PayloadAction<number>) => {
            state.~ms = state.~ms.filter((each) => each.id !== action.payload)
        },
    },
})
"""

TSX = """
export function ~N~MCard({ ~n, onUpdate, onDelete }: ~NCardProps): JSX.Element {
    const [open, setOpen] = useState(false)
    const { ~ms, isLoading } = use~M(~n.id)

    return (
        <Card className="~n-card flex flex-col gap-~d p-4" onClick={() => setOpen(!open)}>
            <h3 className="text-lg font-semibold">{~n.name}</h3>
            {isLoading ? <Spinner /> : <~MList items={~ms} limit={~d} />}
            <p className="text-muted">~s</p>
            <Button icon={<CopyIcon size="small" />} onClick={() => copyToClipboard(~n.key)} />
            <Button type="primary" onClick={() => onUpdate(~n)}>~s</Button>
        </Card>
    )
}
=====
const ~NColumns: Column<~N>[] = [
    { title: '~s', dataIndex: 'name', render: (_, ~n) => <Link to={urls.~n(~n.id)}>{~n.name}</Link> },
    { title: '~M', dataIndex: '~mCount', sorter: (a, b) => a.~mCount - b.~mCount, width: ~d },
    { title: 'Updated', dataIndex: 'updatedAt', render: (at) => <Moment date={at} /> },
]
=====
export const use~N~M = (id: number): ~NHook => {
    // ~s
    const query = useQuery(['~n', id], () => fetch~N(id), { staleTime: ~d * 1000 })
    const save = useMutation(save~N, { onSuccess: () => client.invalidateQueries(['~n', id]) })
    return useMemo(() => ({ ~n: query.data, save: save.mutate, busy: save.isLoading }), [query.data, save])
}
"""

JAVASCRIPT = """
function ~v~N(~n, { limit = ~d, ~m = null } = {}) {
    // ~s
    const found = ~n.~ms.filter((each) => each.~m === ~m).slice(0, limit)
    $('#~n-~m').on('change', () => render(found))
    return found.map((each) => ({ ...each, name: '~i' }))
}
=====
module.exports.~v~M = async (req, res) => {
    const ~n = await store.~ns.get(req.params.id)
    if (!~n) {
        return res.status(404).json({ error: '~s' })
    }
    res.json({ ~n, total: ~d })
}
"""

RUST = """
/// ~s
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ~N~M {
    pub ~n_id: i64,
    pub name: String,
    pub ~m: Option<String>,
    pub updated_at: DateTime<Utc>,
}
=====
impl ~N~M {
    /// ~s
    pub fn ~v(&self, limit: usize) -> Result<Vec<~N>, ~NError> {
        let mut hasher = Sha256::new();
        hasher.update(self.name.as_bytes());
        let found: Vec<~N> = self.~ms.iter().filter(|each| each.~n_id > ~d).take(limit).cloned().collect();
        if found.is_empty() {
            return Err(~NError::Missing(format!("no ~m for {}", self.name)));
        }
        Ok(found)
    }
}
=====
#[tokio::test]
async fn ~v_~n_~m() {
    // ~s
    let app = TestApp::start().await;
    let response = app.get("/~ns/~d").await;
    assert_eq!(response.status(), StatusCode::OK);
    metrics::counter!("~n_~m_total").increment(~d);
}
"""

GO = """
// ~N~M keeps what is known: ~s
type ~N~M struct {
	ID        int64     `json:"id"`
	~NName string    `json:"~n_name"`
	UpdatedAt time.Time `json:"updated_at"`
}
=====
// ~s
func (s *~NService) Load~M(ctx context.Context, id int64) (*~N~M, error) {
	ctx, span := tracer.Start(ctx, "~n.~m")
	defer span.End()
	if found, ok := s.cache[id]; ok && len(found.~NName) < ~d {
		return found, nil
	}
	delete(s.cache, id)
	return nil, fmt.Errorf("no ~n with id %d", id)
}
"""

SQL = """
-- ~s
CREATE TABLE IF NOT EXISTS ~i_~d (
    id BIGSERIAL PRIMARY KEY,
    ~n_id BIGINT NOT NULL,
    ~m TEXT,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS ~i_idx_~d ON ~i_~d (~n_id, updated_at);
=====
CREATE OR REPLACE VIEW ~i_view_~d AS
SELECT ~n.id, ~n.name, count(*) AS ~m_count
FROM ~n JOIN ~m ON ~m.~n_id = ~n.id
WHERE ~n.updated_at > now() - interval '~d days'
GROUP BY 1, 2;
"""


def parted(text: str) -> list[str]:
    """Return the templates that a text holds."""
    return [part.strip("\n") for part in text.split("\n=====\n")]
