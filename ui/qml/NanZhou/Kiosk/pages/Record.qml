pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// What the centre knows: whose it is, its sums, its table; and a way to take it along.
KioskPage {
    id: root
    heading: Theme.say(page.title)
    lead: `${page.name_masked} · ${page.number_masked}`

    GridLayout {
        Layout.fillWidth: true
        Layout.fillHeight: false
        columns: root.page.summary.length
        columnSpacing: 22
        uniformCellWidths: true
        visible: root.page.summary.length > 0
        Repeater {
            model: root.page.summary
            Panel {
                id: sum
                required property var modelData
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 100
                implicitHeight: inner.implicitHeight + (root.wide ? 36 : 56)
                ColumnLayout {
                    id: inner
                    anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: 28 }
                    spacing: 4
                    Paragraph { Layout.fillWidth: true; text: Theme.say(sum.modelData[0]); font.pixelSize: Theme.caption; color: Theme.muted }
                    Heading { Layout.fillWidth: true; text: Theme.say(sum.modelData[1]); font.pixelSize: Theme.title; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 28; wrapMode: Text.NoWrap; color: Theme.ink }
                }
            }
        }
    }
    RecordTable {
        Layout.fillWidth: true
        Layout.fillHeight: true
        columns: root.page.columns
        rows: root.page.rows
    }
    Paragraph {
        Layout.fillWidth: true
        visible: root.page.as_of !== ""
        text: qsTr("数据截至 %1").arg(root.page.as_of)
        font.pixelSize: Theme.caption
        color: Theme.muted
    }
    actions: KioskButton {
        objectName: "action_next"
        Layout.fillWidth: true
        Layout.fillHeight: true
        symbol: "printer"
        text: qsTr("打印这份证明")
        onClicked: Shell.answer("next")
    }
}
